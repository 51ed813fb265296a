import { compileManifest } from '../../contracts/compile';
import { parseContracts } from '../../contracts/load';
import { edited, findingsOf } from './shipped';

const USERS = 'silver/users_enriched.odcs.yaml';
const EVENTS = 'silver/events_clean.odcs.yaml';
const SCD2 = ['value: scd1', 'value: scd2'] as const;
const custom = (property: string, value: string) =>
  [
    '      - property: layout\n',
    `      - property: ${property}\n        value: ${value}\n      - property: layout\n`,
  ] as const;
const TO = 'users_enriched/properties/household_id\n';
const orphans = (values: Readonly<Record<string, string | number>>) => {
  const lines = Object.entries(values).map(
    ([property, value]) => `              - property: ${property}\n                value: ${value}\n`,
  );
  return [TO, `${TO}            customProperties:\n${lines.join('')}`] as const;
};

const table = (name: string, texts: ReturnType<typeof edited>) =>
  compileManifest(parseContracts(texts), () => '').tables.find((compiled) => compiled.name === name);

describe('a history', () => {
  it('scd2 compiles with its order and what ends a key', () => {
    const texts = edited(USERS, SCD2, custom('deleteWhen', "age = 'gone'"));
    expect(table('silver.users_enriched', texts)).toMatchObject({
      history: 'scd2',
      orderBy: ['snapshot_date'],
      deleteWhen: "age = 'gone'",
    });
  });

  it('append keeps equal rows once unless it is told otherwise', () => {
    const append = ['value: scd1', 'value: append'] as const;
    expect(table('silver.events_clean', edited(EVENTS, append))).toMatchObject({ deduplicate: true });
    const twice = edited(EVENTS, append, custom('deduplicate', 'false'));
    expect(table('silver.events_clean', twice)).toMatchObject({ history: 'append', deduplicate: false });
  });

  it.each([
    {
      name: 'scd2 without an order',
      edits: [SCD2, ['      - property: orderBy\n        value: [snapshot_date]\n', '']],
      expected: `${USERS}:24: history scd2 has no orderBy. Name the columns that tell the newer of two rows of one key`,
    },
    {
      name: 'scd2 whose instant is no instant',
      edits: [SCD2, ['value: [snapshot_date]', 'value: [age]']],
      expected: `${USERS}:26: history scd2 begins versions at 'age', which is not required and of type string. Name a required date or timestamp first`,
    },
    {
      name: 'scd2 ordered by its key',
      edits: [SCD2, ['value: [snapshot_date]', 'value: [snapshot_date, household_id]']],
      expected: `${USERS}:26: orderBy names the key column 'household_id'. Order by a column that is not part of the key`,
    },
    {
      name: 'scd2 with a column of its own names',
      edits: [SCD2, ['name: has_demographics', 'name: is_current']],
      expected: `${USERS}:167: column 'is_current' is one that history scd2 adds. Rename it; valid_from, valid_to, is_current are taken`,
    },
    {
      name: 'a deletion without scd2',
      edits: [custom('deleteWhen', "age = 'gone'")],
      expected: `${USERS}:28: deleteWhen with the history 'scd1'. Declare history scd2: it keeps what was deleted, so that late rows find it`,
    },
    {
      name: 'a deletion by an unknown column',
      edits: [SCD2, custom('deleteWhen', 'agee is null')],
      expected: `${USERS}:28: deleteWhen reads 'agee', which bronze.users does not have. Use 'age', or one of: household_id,`,
    },
    {
      name: 'rows kept twice in a table of one row a key',
      edits: [custom('deduplicate', 'false')],
      expected: `${USERS}:28: deduplicate is false with the history 'scd1'. Remove it, or declare history append`,
    },
  ] as const)('is refused: $name', ({ edits, expected }) => {
    expect(findingsOf(edited(USERS, ...edits)).join('\n')).toContain(expected);
  });
});

describe('a foreign key', () => {
  it.each([
    { values: undefined, found: { orphans: 'quarantine', defaultKey: null } },
    { values: { orphans: 'hold' }, found: { orphans: 'hold', defaultKey: null } },
    {
      values: { orphans: 'default-row', defaultKey: 0 },
      found: { orphans: 'default-row', defaultKey: 0 },
    },
  ])('compiles with its policy: $found.orphans', ({ values, found }) => {
    const texts = edited(EVENTS, ...(values === undefined ? [] : [orphans(values)]));
    expect(table('silver.events_clean', texts)?.foreignKeys).toEqual([
      { column: 'household_id', references: { table: 'silver.users_enriched', column: 'household_id' }, ...found },
    ]);
  });

  it.each([
    {
      values: { orphans: 'ignore' },
      expected: `custom property 'orphans': the value is "ignore". Use one of: quarantine, hold, default-row`,
    },
    {
      values: { orphans: 'default-row' },
      expected: `orphans of 'household_id' have the policy default-row and no defaultKey. Add the custom property defaultKey: the key of the row that stands for unknown`,
    },
    {
      values: { defaultKey: 0 },
      expected: `orphans of 'household_id' have the policy 'quarantine' and a defaultKey. Remove defaultKey, or declare orphans: default-row`,
    },
    {
      values: { orphans: 'default-row', defaultKey: 'none' },
      expected: `defaultKey "none" of 'household_id' is no bigint. Give a number`,
    },
  ])('is refused: $expected', ({ values, expected }) => {
    const found = findingsOf(edited(EVENTS, orphans(values)));
    expect(found.join('\n')).toMatch(/^silver\/events_clean\.odcs\.yaml:\d+: /);
    expect(found.join('\n')).toContain(expected);
  });
});
