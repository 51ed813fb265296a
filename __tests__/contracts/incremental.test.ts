import { compileManifest } from '../../contracts/compile';
import { parseContracts } from '../../contracts/load';
import { edited, findingsOf, shipped } from './shipped';

const DAILY = 'gold/daily_metrics.odcs.yaml';
const FEATURES = 'gold/user_features.odcs.yaml';
const AT = '      - property: incremental\n        value: {}\n';
const incremental = (value: string) => [AT, `      - property: incremental\n        value: ${value}\n`] as const;
const compiled = (name: string, texts = [...shipped]) =>
  compileManifest(parseContracts(texts), () => '').tables.find((table) => table.name === name);

describe('an incremental gold table', () => {
  it('follows every input that has its grain, unless it is told otherwise', () => {
    const grain = { household_id: 'household_id' };
    expect(compiled('gold.user_features')?.incremental).toEqual({
      verifyEvery: 20,
      inputs: {
        'silver.users_enriched': { grain, lookup: {} },
        'silver.transactions_validated': { grain, lookup: {} },
        'silver.events_clean': { grain, lookup: {} },
      },
    });
  });

  it('takes a grain by expression and a dimension by lookup', () => {
    const texts = edited(
      FEATURES,
      incremental(
        '{ verifyEvery: 5, inputs: { silver.users_enriched: { grain: { household_id: household_id + 0 } }, silver.events_clean: { lookup: { household_id: household_id } } } }',
      ),
    );
    expect(compiled('gold.user_features', texts)?.incremental).toMatchObject({
      verifyEvery: 5,
      inputs: {
        'silver.users_enriched': { grain: { household_id: 'household_id + 0' }, lookup: {} },
        'silver.events_clean': { grain: {}, lookup: { household_id: 'household_id' } },
      },
    });
  });

  it('hands the jobs its measures and what is computed from them', () => {
    const texts = edited(DAILY, [
      'description: Distinct receipts.\n',
      'description: Distinct receipts.\n        transformLogic: transaction_lines - 1\n',
    ]);
    const columns = compiled('gold.daily_metrics', texts)?.columns.map(({ name, measure, expression }) => [
      name,
      measure ?? expression,
    ]);
    expect(columns).toEqual([
      ['transaction_date', null],
      ['transaction_lines', 'count'],
      ['baskets', 'transaction_lines - 1'],
      ['households', null],
      ['units', 'sum'],
      ['sales_value', 'sum'],
      ['retail_discount', 'sum'],
      ['coupon_discount', 'sum'],
    ]);
  });

  it.each([
    {
      name: 'an input it does not have',
      edit: incremental('{ inputs: { silver.events_clen: { lookup: { a: a } } } }'),
      expected:
        /:\d+: incremental names 'silver\.events_clen', which is no input\. Use one of: silver\.transactions_validated/,
    },
    {
      name: 'a feed that is both',
      edit: incremental('{ inputs: { silver.transactions_validated: { grain: { a: a }, lookup: { a: a } } } }'),
      expected: /:\d+: custom property 'incremental': 'inputs\/silver\.transactions_validated' is/,
    },
    {
      name: 'a grain of other columns',
      edit: incremental('{ inputs: { silver.transactions_validated: { grain: { day: transaction_date } } } }'),
      expected:
        /:\d+: the grain of gold\.daily_metrics in silver\.transactions_validated is given as day\. Give each key column once: transaction_date/,
    },
    {
      name: 'a grain over an unknown column',
      edit: incremental(
        '{ inputs: { silver.transactions_validated: { grain: { transaction_date: transaction_dat } } } }',
      ),
      expected:
        /:\d+: the grain reads 'transaction_dat', which silver\.transactions_validated does not have\. Use 'transaction_date'/,
    },
    {
      name: 'a lookup of the primary input',
      edit: incremental('{ inputs: { silver.transactions_validated: { lookup: { week: week } } } }'),
      expected: /:\d+: silver\.transactions_validated is the primary input and has a lookup\. Give its grain/,
    },
    {
      name: 'a check that never comes',
      edit: incremental('{ verifyEvery: 0 }'),
      expected: /:\d+: custom property 'incremental': 'verifyEvery' is 0\. Correct it: it must be >= 1/,
    },
    {
      name: 'measures without it',
      edit: [AT, ''] as const,
      expected:
        /:\d+: column 'transaction_lines' has a measure, and gold\.daily_metrics no incremental\. Add the custom property/,
    },
    {
      name: 'a measure of a floating-point sum',
      edit: ['physicalType: decimal(18,2)', 'physicalType: double'] as const,
      expected: /:\d+: column 'sales_value' of type double has the measure 'sum'\. Declare int, bigint or decimal/,
    },
    {
      name: 'a column computed from nothing',
      edit: [
        'description: Distinct receipts.\n',
        'description: Distinct receipts.\n        transformLogic: lines / 2\n',
      ] as const,
      expected: /:\d+: column 'baskets' is computed from 'lines', which is no other column of gold\.daily_metrics\./,
    },
  ])('is refused with $name', ({ edit, expected }) => {
    expect(findingsOf(edited(DAILY, edit)).join('\n')).toMatch(expected);
  });

  it('is refused in silver', () => {
    const edit = ['      - property: layout\n', `${AT}      - property: layout\n`] as const;
    const found = findingsOf(edited('silver/events_clean.odcs.yaml', edit));
    expect(found.join('\n')).toMatch(/incremental on a silver table\. Remove it: only gold tables/);
  });
});
