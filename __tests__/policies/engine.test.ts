import { evaluatePolicies } from '../../policies/engine';
import { attentionRows, policyJson, ruleRows, summary } from '../../policies/report';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Rule } from '../../policies/rule';
import { storageEntraIdOnly } from '../../policies/rules/storage-entra-id-only';
import { storageRedundant } from '../../policies/rules/storage-redundant';
import { parseStack } from '../../synthesized/parse-stack';
import type { Waiver } from '../../policies/waivers';
import { stackOf } from './harness';

const TODAY = '2026-11-24';

function rule(id: string, evaluate: Rule['evaluate'], level: Rule['level'] = 'error'): Rule {
  return {
    ...{ id, level, pack: 'baseline', waivable: true, when: 'review' },
    ...{ what: 'w', why: 'y', remedy: 'do it', controls: ['c'], source: 's', evaluate },
  };
}

const finds = rule('finds', (stack) => forEach(stack.resources, () => nonCompliant('broken')));
const passes = rule('passes', (stack) => forEach(stack.resources, () => COMPLIANT));
const warns = rule('warns', (stack) => forEach(stack.resources, () => nonCompliant('odd')), 'warning');
const shrugs = rule('shrugs', (stack) => forEach(stack.resources, () => cannotDecide('who knows')));
const throws = rule('throws', () => {
  throw new Error('boom');
});

const stack = stackOf({ 'azurerm_storage_account.lake': {} });
const waiver: Waiver = {
  rule: 'finds',
  stack: 'test',
  resource: 'test/lake',
  reason: 'the migration ends in March',
  owner: 'platform',
  expires: '2026-11-24',
};

describe('the engine', () => {
  test('passes on passes, warnings and undecided values', () => {
    const report = evaluatePolicies([stack], [passes, warns, shrugs], [], TODAY);
    expect(report.passed).toBe(true);
    expect(report.decisions.map(({ status }) => status)).toEqual(['compliant', 'non-compliant', 'cannot-decide']);
  });

  test('fails on an error finding', () => {
    expect(evaluatePolicies([stack], [finds], [], TODAY).passed).toBe(false);
  });

  test('reports a rule that throws as its own failure and runs the others', () => {
    const report = evaluatePolicies([stack], [throws, passes], [], TODAY);
    expect(report.passed).toBe(false);
    expect(report.decisions.map(({ rule: id, status }) => [id, status])).toEqual([
      ['throws', 'rule-failed'],
      ['passes', 'compliant'],
    ]);
    expect(report.decisions[0]?.message).toContain('boom');
  });

  test('refuses a day that is none', () => {
    expect(() => evaluatePolicies([], [], [], '24.11.2026')).toThrow('"24.11.2026" is not a day.');
    expect(() => evaluatePolicies([], [], [], '2026-02-30')).toThrow('is not a day');
  });
});

describe('a waiver', () => {
  test.each(['test/lake', 'azurerm_storage_account.lake'])('lifts its finding, named by %s', (resource) => {
    const report = evaluatePolicies([stack], [finds], [{ ...waiver, resource }], TODAY);
    expect(report.passed).toBe(true);
    expect(report.decisions[0]?.status).toBe('waived');
  });

  test.each<[string, Partial<Waiver>, string]>([
    ['expired', { expires: '2026-11-23' }, 'expired on 2026-11-23'],
    ['without a real day', { expires: '2026-13-01' }, 'is not a day'],
    ['for an unknown rule', { rule: 'nope' }, 'Unknown rule "nope"'],
    ['for an unknown stack', { stack: 'nope' }, 'Unknown stack "nope"'],
    ['for another resource', { resource: 'test/pond' }, 'finds nothing at test/pond'],
    ['with a thin reason', { reason: 'later' }, 'less than 10 characters'],
    ['without an owner', { owner: ' ' }, 'no owner'],
  ])('%s fails the review and lifts nothing', (_, change, problem) => {
    const report = evaluatePolicies([stack], [finds], [{ ...waiver, ...change }], TODAY);
    expect(report.passed).toBe(false);
    expect(report.decisions[0]?.status).toBe('non-compliant');
    expect(report.waiverProblems.map((found) => found.problem).join()).toContain(problem);
  });

  test('that is no longer used fails a review without findings', () => {
    const report = evaluatePolicies([stack], [passes, rule('finds', () => 'not-applicable')], [waiver], TODAY);
    expect(report.passed).toBe(false);
    expect(report.waiverProblems).toHaveLength(1);
  });

  test('given twice is used once, and unused once', () => {
    const report = evaluatePolicies([stack], [finds], [waiver, { ...waiver }], TODAY);
    expect(report.waiverProblems).toHaveLength(1);
  });
});

describe('packs', () => {
  const lrs = { 'azurerm_storage_account.lake': { account_replication_type: 'LRS' } };
  const statuses = (name: string) =>
    evaluatePolicies([stackOf(lrs, {}, name)], [storageRedundant], [], TODAY).decisions.map(({ status }) => status);

  test('leave a rule out where its pack is not asked for', () => {
    expect(statuses('dev')).toEqual(['not-applicable']);
    expect(statuses('dev-access')).toEqual(['not-applicable']);
  });

  test('hold the others to it, and an unknown environment to everything', () => {
    expect([statuses('staging'), statuses('prod'), statuses('prod-eu'), statuses('somewhere')]).toEqual(
      Array(4).fill(['non-compliant']),
    );
  });

  test('are those that a stack states, whatever its name', () => {
    const stating = (name: string, value: string) => {
      const stack = parseStack(name, {
        resource: { azurerm_storage_account: { lake: { account_replication_type: 'LRS' } } },
        output: { 'policy-pack': { value } },
      });
      return evaluatePolicies([stack], [storageRedundant], [], TODAY).decisions.map(({ status }) => status);
    };
    expect(stating('somewhere', 'baseline')).toEqual(['not-applicable']);
    expect(stating('dev', 'regulated')).toEqual(['non-compliant']);
    // A word that is no pack leaves no rule out.
    expect(stating('somewhere', 'none')).toEqual(['non-compliant']);
  });

  test('leave rules of users alone', () => {
    expect(evaluatePolicies([stackOf(lrs, {}, 'dev')], [finds], [], TODAY).passed).toBe(false);
  });

  const open = { 'azurerm_storage_account.lake': {} };
  const keys: Waiver = { ...waiver, rule: 'storage-entra-id-only', resource: 'azurerm_storage_account.lake' };
  const waived = (name: string) =>
    evaluatePolicies([stackOf(open, {}, name)], [storageEntraIdOnly], [{ ...keys, stack: name }], TODAY);

  test('name rules that cannot be waived in prod', () => {
    const report = waived('prod');
    expect(report.passed).toBe(false);
    expect(report.decisions[0]?.status).toBe('non-compliant');
    expect(report.waiverProblems.map(({ problem }) => problem)).toEqual([
      'Rule storage-entra-id-only cannot be waived in prod.',
    ]);
    expect(waived('prod-access').passed).toBe(false);
  });

  test('let them be waived elsewhere', () => {
    expect(waived('staging').passed).toBe(true);
  });
});

describe('the report', () => {
  const report = evaluatePolicies([stack], [finds, passes, warns, shrugs, throws], [], TODAY);
  const waived = evaluatePolicies([stack], [finds], [waiver], TODAY);

  test('counts every rule, passes too', () => {
    expect(ruleRows(report).map(({ rule: id, compliant, findings }) => [id, compliant, findings])).toEqual([
      ['finds', 0, 1],
      ['passes', 1, 0],
      ['warns', 0, 1],
      ['shrugs', 0, 0],
      ['throws', 0, 0],
    ]);
    expect(summary(report)).toBe(
      'Failed: 5 rules over 1 stacks, 1 passes, 2 errors, 1 warnings, 0 waived, 1 undecided, 0 not evaluated, 0 faulty waivers.',
    );
  });

  test('lists failures first, each with its remedy', () => {
    expect(attentionRows(report).map(({ rule: id, status }) => [id, status])).toEqual([
      ['finds', 'non-compliant'],
      ['throws', 'rule-failed'],
      ['warns', 'non-compliant'],
      ['shrugs', 'cannot-decide'],
    ]);
    expect(attentionRows(report)[0]).toMatchObject({ resource: 'test/lake', message: 'broken', remedy: 'do it' });
  });

  test('shows who waived what, until when and why', () => {
    expect(attentionRows(waived)[0]?.message).toBe(
      'broken Waived by platform until 2026-11-24: the migration ends in March',
    );
  });

  test('is plain JSON with passes and waivers', () => {
    const json = JSON.stringify(policyJson(waived));
    expect(JSON.parse(json)).toMatchObject({ passed: true, decisions: [{ status: 'waived', waiver }] });
    expect(JSON.stringify(policyJson(report))).toContain('"status":"compliant"');
  });
});
