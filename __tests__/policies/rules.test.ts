import * as compute from './cases/compute';
import * as diagnostics from './cases/diagnostics';
import * as encryption from './cases/encryption';
import * as identity from './cases/identity';
import * as lifecycle from './cases/lifecycle';
import * as network from './cases/network';
import * as orchestration from './cases/orchestration';
import * as platform from './cases/platform';
import * as recovery from './cases/recovery';
import * as storage from './cases/storage';
import * as storageAccess from './cases/storage-access';
import * as structure from './cases/structure';
import { rules } from '../../policies/rules';
import { describeRule, stackOf, type RuleCases } from './harness';
import { ruleTests } from '../../policies/testing';

const tables: readonly RuleCases[] = [
  storageAccess,
  storage,
  lifecycle,
  network,
  identity,
  encryption,
  compute,
  diagnostics,
  orchestration,
  recovery,
  structure,
  platform,
].flatMap((group) => Object.values<RuleCases>(group));

test('every rule has its table of cases', () => {
  expect(tables.map(({ rule }) => rule.id).sort()).toEqual(rules.map(({ id }) => id).sort());
});

tables.forEach(describeRule);

describe('the tests of a rule', () => {
  const [table] = tables;
  if (!table) throw new Error('There is no table of cases.');
  const failing = (change: Partial<RuleCases>): readonly string[] =>
    ruleTests({ ...table, ...change }).flatMap(({ name, run }) => {
      try {
        run();
        return [];
      } catch {
        return [name];
      }
    });

  test('hold for the table as it is', () => expect(failing({})).toEqual([]));

  test('miss an undecided case', () => {
    expect(failing({ cases: table.cases.filter(({ kind }) => kind !== 'cannot-decide') })).toEqual([
      'has two findings, a pass and an undecided case',
    ]);
  });

  test('refuse a reason where there is an undecided case', () => {
    expect(failing({ neverUndecided: 'because' })).toHaveLength(1);
  });

  test('fail when the rule has lost its body', () => {
    expect(failing({ rule: { ...table.rule, evaluate: () => 'not-applicable' } })).toHaveLength(table.cases.length);
  });

  test('fail on another outcome and on other words', () => {
    const wrong = { name: 'wrong', stack: stackOf({}), kind: 'compliant' } as const;
    expect(failing({ cases: [...table.cases, wrong] })).toEqual(['compliant: wrong']);
    const [first] = table.cases;
    expect(first && failing({ cases: [...table.cases, { ...first, name: 'words', says: 'never said' }] })).toHaveLength(
      1,
    );
  });
});
