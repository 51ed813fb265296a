import {
  DRIFT_MODES,
  ORPHAN_POLICIES,
  type Column,
  type TableContract,
  type TableName,
} from '../../contracts/contract';
import { evaluatePolicies } from '../../policies/engine';
import { judge } from '../../review/gates';
import { reviewSides, type Side } from '../../review/review';
import { weakenings } from '../../review/privacy-diff';
import { shippedContracts } from '../support/shipped';

const lake: readonly TableContract[] = shippedContracts();

function edit(name: TableName, change: (table: TableContract) => Partial<TableContract>, base = lake) {
  return base.map((table) => (table.name === name ? { ...table, ...change(table) } : table));
}

function column(name: TableName, which: string, change: (column: Column) => Partial<Column>, base = lake) {
  return edit(
    name,
    ({ columns }) => ({ columns: columns.map((one) => (one.name === which ? { ...one, ...change(one) } : one)) }),
    base,
  );
}

const drop = (name: TableName, which: string) =>
  edit(name, ({ columns }) => ({ columns: columns.filter((one) => one.name !== which) }));

/** Without a key: the types say that what is absent is absent, and not undefined. */
function without<T extends object>(value: T, ...keys: readonly (keyof T)[]): T {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.some((one) => one === key))) as T;
}

const strip = (name: TableName, which: string, ...keys: readonly (keyof Column)[]) =>
  edit(name, ({ columns }) => ({ columns: columns.map((one) => (one.name === which ? without(one, ...keys) : one)) }));

const USERS = 'silver.users_enriched';
const LINES = 'silver.transactions_validated';
const standard = column(USERS, 'email_token', () => ({ standardise: ['trim', 'lower'] }));
const ending = edit(USERS, () => ({ deleteWhen: 'closed' }));
const renamed = column('bronze.users', 'email', () => ({ pii: { category: 'name' } }));
const kinds = lake.flatMap(({ columns }) => columns.filter(({ subject }) => subject !== undefined)).length;

type Edit = readonly [edit: string, before: readonly TableContract[], after: readonly TableContract[]];

const WEAKER: readonly Edit[] = [
  ['bronze.users.email.pii', lake, strip('bronze.users', 'email', 'pii')],
  ['bronze.users.email.pii', lake, drop('bronze.users', 'email')],
  ['bronze.users.email.pii', lake, renamed],
  [`${USERS}.email_token.pii`, lake, strip(USERS, 'email_token', 'pii')],
  [`${USERS}.email_token.protection`, lake, column(USERS, 'email_token', () => ({ pii: { category: 'email' } }))],
  ...lake
    .filter(({ columns }) => columns.some(({ subject }) => subject !== undefined))
    .flatMap(({ name }): Edit[] => [
      [`${name}.household_id.subject`, lake, strip(name, 'household_id', 'subject')],
      [`${name}.household_id.subject`, lake, column(name, 'household_id', () => ({ subject: 'person' }))],
      [`${name}.household_id.subject`, lake, drop(name, 'household_id')],
      [`${name}.household_id.type`, lake, column(name, 'household_id', () => ({ type: 'string' }))],
      [`${name}.keys`, lake, edit(name, () => ({ keys: ['other'] }))],
      [`${name}.retention`, lake, edit(name, () => ({ retentionDays: 1096 }))],
      [name, lake, lake.filter((table) => table.name !== name)],
    ]),
  [`${LINES}.household_id.required`, lake, column(LINES, 'household_id', () => ({ required: false }))],
  [`${USERS}.email_token.expression`, lake, column(USERS, 'email_token', () => ({ expression: 'email' }))],
  [`${USERS}.email_token.standardise`, standard, lake],
  [`${USERS}.email_token.standardise`, standard, column(USERS, 'email_token', () => ({ standardise: ['lower'] }))],
  [`${USERS}.deleteWhen`, ending, lake],
  [`${USERS}.deleteWhen`, ending, edit(USERS, () => ({ deleteWhen: 'closed AND old' }))],
  [`${LINES}.household_id.orphans`, lake, edit(LINES, () => ({ foreignKeys: [] }))],
];

/** Every pair of modes, from the weakest to the strongest. */
const DRIFTS = ['evolve', 'discard-row', 'discard-value', 'freeze'] as const;
const ORPHANS = ['default-row', 'hold', 'quarantine'] as const;
const orphans = (policy: (typeof ORPHANS)[number]) =>
  edit(LINES, ({ foreignKeys }) => ({ foreignKeys: foreignKeys.map((key) => ({ ...key, orphans: policy })) }));
const drifts = (mode: (typeof DRIFTS)[number]) => edit('bronze.events', () => ({ drift: mode }));
const pairs = <T>(ranked: readonly T[]) =>
  ranked.flatMap((weak, at) => ranked.slice(at + 1).map((strong) => [weak, strong] as const));

const RANKED: readonly Edit[] = [
  ...pairs(DRIFTS).map(([weak, strong]): Edit => ['bronze.events.drift', drifts(strong), drifts(weak)]),
  ...pairs(ORPHANS).map(([weak, strong]): Edit => [`${LINES}.household_id.orphans`, orphans(strong), orphans(weak)]),
];

/** Going back from a weaker state is stronger, where there is an order between the two. */
const STRONGER: readonly Edit[] = [
  ...RANKED.map(([name, before, after]): Edit => [name, after, before]),
  // A changed category has no stronger side.
  ...WEAKER.filter(([name]) => /(pii|protection|required|retention|orphans)$/.test(name))
    .filter(([, , after]) => after !== renamed)
    .map(([name, before, after]): Edit => [name, after, before]),
  [`${USERS}.email_token.standardise`, lake, standard],
  [`${USERS}.deleteWhen`, lake, ending],
  [`${USERS}.retention`, lake, edit(USERS, () => ({ retentionDays: 30 }))],
  [`${USERS}.subject`, strip(USERS, 'household_id', 'subject'), lake],
  [`${USERS}.age`, lake, column(USERS, 'age', () => ({ pii: { category: 'birth-date', protection: 'token' } }))],
  [`${USERS}.email_token`, lake, drop(USERS, 'email_token')],
  ['a new table', lake.filter(({ name }) => name !== USERS), lake],
];

const sideOf = (contracts: readonly TableContract[]): Side => ({
  name: 'x',
  stacks: [],
  contracts,
  estimates: [],
  policies: evaluatePolicies([], [], [], '2026-11-30'),
});
const gateOf = (before: readonly TableContract[], after: readonly TableContract[]) =>
  judge(reviewSides(sideOf(before), sideOf(after))).find(({ gate }) => gate === 'privacy');

describe('the privacy gate', () => {
  it('knows every word of its vocabularies, and persons in the shipped lake', () => {
    expect([...DRIFTS].sort()).toEqual([...DRIFT_MODES].sort());
    expect([...ORPHANS].sort()).toEqual([...ORPHAN_POLICIES].sort());
    expect(kinds).toBe(8);
    expect(gateOf(lake, lake)).toEqual({ gate: 'privacy', passed: true, reasons: [] });
  });

  it.each([...WEAKER, ...RANKED])('stops %s (%#)', (name, before, after) => {
    expect(weakenings(before, after).map((found) => found.edit)).toContain(name);
    const gate = gateOf(before, after);
    expect(gate?.passed).toBe(false);
    expect(gate?.reasons.join()).toContain(`edit: ${name},`);
  });

  it.each(STRONGER)('lets pass what strengthens %s (%#)', (_, before, after) => {
    expect(weakenings(before, after)).toEqual([]);
    expect(gateOf(before, after)?.passed).toBe(true);
  });

  it.each([...WEAKER, ...RANKED])('takes a written reason for %s (%#), once', (_, before, after) => {
    const privacyReasons = weakenings(before, after).map(({ edit: what }) => ({ edit: what, reason: 'as agreed' }));
    const first = after[0];
    if (first === undefined) throw new Error('no table');
    const reasoned = edit(first.name, () => ({ privacyReasons }), after);
    expect(gateOf(before, reasoned)?.passed).toBe(true);
    // A reason that stood there already was for another edit.
    const stale = edit(first.name, () => ({ privacyReasons }), before);
    if (stale.some(({ name }) => name === first.name)) expect(gateOf(stale, reasoned)?.passed).toBe(false);
  });

  it('takes the reason why a column is not personal for what that column loses', () => {
    const said = column(
      'bronze.users',
      'email',
      () => ({ notPersonal: 'addresses of shops' }),
      strip('bronze.users', 'email', 'pii'),
    );
    expect(weakenings(lake, said)).toMatchObject([{ edit: 'bronze.users.email.pii', reason: 'addresses of shops' }]);
    expect(gateOf(lake, said)?.passed).toBe(true);
  });
});
