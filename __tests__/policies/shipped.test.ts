import { join } from 'node:path';

import { loadContracts } from '../../contracts/load';
import { environments } from '../../environments';
import { evaluatePolicies, type Decision } from '../../policies/engine';
import { packOf, packs } from '../../policies/packs';
import { rules } from '../../policies/rules';
import { shippedWaivers } from '../../policies/shipped-waivers';
import type { SynthesizedStack } from '../../policies/stack';
import type { JsonObject } from '../../policies/json';
import { addStacks } from '../../stacks';
import { synthesize } from '../support/synth';

const TODAY = '2026-11-24';
const contracts = loadContracts(join(__dirname, '..', '..', 'contracts', 'tables'));
const { stacks } = synthesize((app) => addStacks(app, environments, contracts));

/** Rules about resources that the shipped lakes do not have; the bad examples and their tables hold these to account. */
const NOTHING_OF_THE_KIND: readonly string[] = [
  'cmk-identity',
  'cmk-versionless',
  'key-rotation',
  'key-vault-secret-write-only',
  'spot-pool-taint',
  'sql-workload-groups',
  'delta-containers-never-locked',
  'network-security-group-closed',
  'private-endpoint-dns-zone',
  'private-endpoint-one-subresource',
  'storage-inventory-by-template',
];
const NO_LOCK: readonly string[] = [];

const findings = (judged: readonly SynthesizedStack[]): readonly Decision[] =>
  evaluatePolicies(judged, rules, shippedWaivers, TODAY).decisions.filter(({ status }) => status === 'non-compliant');

/** The production stack after one change to every resource of a type; `null` removes an argument. */
function edited(type: string, change: JsonObject): SynthesizedStack {
  const prod = stacks.find(({ name }) => name === 'prod');
  if (!prod) throw new Error('There is no stack named prod.');
  const resources = prod.resources.map((resource) =>
    resource.type === type ? { ...resource, body: { ...resource.body, ...change } } : resource,
  );
  return { ...prod, resources };
}

describe('the shipped environments', () => {
  test('have six stacks, and nothing unwaived in any of them', () => {
    expect(stacks.map(({ name }) => name)).toEqual([
      'dev',
      'dev-access',
      'prod',
      'prod-access',
      'staging',
      'staging-access',
    ]);
    expect(findings(stacks)).toEqual([]);
    expect(evaluatePolicies(stacks, rules, shippedWaivers, TODAY).passed).toBe(true);
  });

  test('give every rule of their pack something to decide, but for what they do not hold, and leave nothing undecided', () => {
    const { decisions } = evaluatePolicies(stacks, rules, shippedWaivers, TODAY);
    expect(decisions.filter(({ status }) => status === 'cannot-decide')).toEqual([]);
    for (const { name } of environments) {
      const decided = decisions.filter(({ environment, status }) => environment === name && status === 'compliant');
      expect(packs[packOf(name)].filter((id) => !decided.some(({ rule }) => rule === id)).sort()).toEqual(
        [...NOTHING_OF_THE_KIND, ...(name === 'dev' ? NO_LOCK : [])].sort(),
      );
    }
  });

  test.each<[string, string, JsonObject]>([
    ['storage-entra-id-only', 'azurerm_storage_account', { shared_access_key_enabled: true }],
    ['storage-network-default-deny', 'azurerm_storage_account', { network_rules: { default_action: 'Allow' } }],
    ['storage-encrypted-transport', 'azurerm_storage_account', { min_tls_version: 'TLS1_3' }],
    [
      'delta-containers-never-archived',
      'azurerm_storage_management_policy',
      {
        rule: [
          {
            name: 'all',
            enabled: true,
            filters: { prefix_match: ['gold/'] },
            actions: { base_blob: { tier_to_archive_after_days_since_modification_greater_than: 90 } },
          },
        ],
      },
    ],
    ['diagnostics-on-data-stores', 'azurerm_monitor_diagnostic_setting', { log_analytics_workspace_id: null }],
    ['spark-pool-auto-pause', 'azurerm_synapse_spark_pool', { auto_pause: null }],
    ['data-factory-trigger-frequency', 'azurerm_data_factory_trigger_schedule', { frequency: null }],
    ['budget-with-contacts', 'azurerm_consumption_budget_resource_group', { notification: [] }],
    ['required-tags', 'azurerm_synapse_workspace', { tags: { Environment: 'Production' } }],
  ])('would break %s by one edit of %s, and no other rule', (rule, type, change) => {
    expect([...new Set(findings([edited(type, change)]).map((found) => found.rule))]).toEqual([rule]);
  });

  test('would break remote-state-backend without their backend', () => {
    const local = stacks.map((stack) => ({ ...stack, terraform: {} }));
    expect(findings(local).map(({ rule }) => rule)).toEqual(Array(stacks.length).fill('remote-state-backend'));
  });
});
