import { ForeignStack } from '../../examples/foreign/stack';
import { evaluatePolicies } from '../../policies/engine';
import { rules } from '../../policies/rules';
import { synthesize } from '../support/synth';

const { stacks } = synthesize((app) => new ForeignStack(app, 'foreign'));
const { decisions, passed } = evaluatePolicies(stacks, rules, [], '2026-11-24');
const found = (status: string): readonly string[] =>
  decisions
    .filter((decision) => decision.status === status)
    .map(({ rule, resource }) => `${resource?.path ?? ''} ${rule}`)
    .sort();

describe('a lake that this project did not write', () => {
  test('is judged by every rule without a failure', () => {
    expect(found('rule-failed')).toEqual([]);
    expect(new Set(decisions.map(({ rule }) => rule)).size).toBe(rules.length);
    expect(passed).toBe(false);
  });

  test('is told of what is wrong, where it was written', () => {
    expect(found('non-compliant')).toEqual(
      expect.arrayContaining([
        'foreign remote-state-backend',
        'foreign/data diagnostics-on-data-stores',
        'foreign/data stateful-locked',
        'foreign/data storage-entra-id-only',
        'foreign/data storage-hns-limits',
        'foreign/data storage-network-default-deny',
        'foreign/data storage-soft-delete',
        'foreign/factory data-factory-managed-vnet',
        'foreign/factory-reads role-assignment-container-scope',
        'foreign/factory-reads role-assignment-principal',
        'foreign/group budget-with-contacts',
        'foreign/network required-tags',
        'foreign/nightly data-factory-trigger-frequency',
        'foreign/nightly data-factory-trigger-start',
      ]),
    );
  });

  test('is not accused of what only Terraform knows', () => {
    expect(found('cannot-decide')).toEqual(['foreign/data storage-redundant']);
    expect(found('compliant')).toContain('foreign/data storage-encrypted-transport');
    expect(found('compliant')).toContain('foreign/factory-reads references-resolve');
  });
});
