import { join } from 'node:path';

import { loadContracts } from '../../contracts/load';
import { environments } from '../../environments';
import type { Environment } from '../../environments/settings/environment';
import { EXAMPLE_OFFICE } from '../../environments/example-identities';
import { prod as production } from '../../environments/prod';
import { evaluatePolicies, type Decision } from '../../policies/engine';
import { holds, packOf } from '../../policies/packs';
import { rules } from '../../policies/rules';
import { shippedWaivers } from '../../policies/shipped-waivers';
import type { SynthesizedStack } from '../../synthesized/stack';
import type { JsonObject } from '../../shared/json';
import { addStacks } from '../../stacks';
import { synthesize } from '../support/synth';

const TODAY = '2026-11-24';
const contracts = loadContracts(join(__dirname, '..', '..', 'contracts', 'tables'));
const { stacks } = synthesize((app) => addStacks(app, environments, contracts));

/** Rules about resources that no shipped lake has; the bad examples and their tables hold these to account. */
const NOTHING_OF_THE_KIND: readonly string[] = [
  'automation-key-reachable',
  'synapse-create-only-settings',
  'tenant-isolation',
  'key-vault-secret-write-only',
  'spot-pool-taint',
  'storage-inventory-by-template',
];
const NO_NETWORK: readonly string[] = [
  'network-security-group-closed',
  'private-endpoint-dns-zone',
  'private-endpoint-one-subresource',
];
const NO_KEYS: readonly string[] = ['cmk-identity', 'cmk-versionless', 'key-rotation'];
const NO_FIREWALL: readonly string[] = ['synapse-firewall-azure-services', 'synapse-firewall-range'];
const UNPROTECTED: readonly string[] = ['defender-scan-cap', 'delta-containers-never-locked'];
const NO_LOCK: readonly string[] = ['lock-comes-last', 'replace-triggered-by-address'];
const NO_GROUPS: readonly string[] = ['sql-workload-groups'];
/** What one environment has no use for. */
const NOT_IN: Readonly<Record<string, readonly string[]>> = {
  dev: [...NO_NETWORK, ...NO_KEYS, ...UNPROTECTED, ...NO_LOCK, ...NO_GROUPS],
  staging: [...NO_KEYS, ...NO_FIREWALL, ...UNPROTECTED, ...NO_GROUPS],
  prod: NO_FIREWALL,
};

const findings = (judged: readonly SynthesizedStack[]): readonly Decision[] =>
  evaluatePolicies(judged, rules, shippedWaivers, TODAY).decisions.filter(({ status }) => status === 'non-compliant');

const LATE: JsonObject = { threshold: 90, threshold_type: 'Actual', contact_emails: ['a@example.com'] };
const KEPT: JsonObject = { delete_retention_policy: { days: 7 }, container_delete_retention_policy: { days: 7 } };
const CAPLESS: JsonObject = { malware_scanning_on_upload_cap_gb_per_month: -1 };
const PRIVATE_WITHOUT_NETWORK: JsonObject = {
  public_network_access_enabled: false,
  managed_virtual_network_enabled: false,
};

/** Production with public endpoints, where firewalls have something to say. */
const open: Environment = { ...production, network: { posture: 'public', allowedRanges: [EXAMPLE_OFFICE] } };
const opened = synthesize((app) => addStacks(app, [open], contracts)).stacks;

/** The production stack after one change to every resource of a type; `null` removes an argument. */
function edited(type: string, change: JsonObject, from = opened): SynthesizedStack {
  const prod = from.find(({ name }) => name === 'prod');
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
      expect(
        rules
          .filter(({ pack }) => holds(packOf(name), pack))
          .map(({ id }) => id)
          .filter((id) => !decided.some(({ rule }) => rule === id))
          .sort(),
      ).toEqual([...NOTHING_OF_THE_KIND, ...(NOT_IN[name] ?? [])].sort());
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
    ['budget-with-contacts', 'azurerm_consumption_budget_resource_group', { notification: [LATE] }],
    ['storage-hns-limits', 'azurerm_storage_account', { blob_properties: { ...KEPT, versioning_enabled: true } }],
    ['storage-soft-delete', 'azurerm_storage_account', { blob_properties: {} }],
    ['storage-archive-redundancy', 'azurerm_storage_account', { account_replication_type: 'ZRS' }],
    ['storage-redundant', 'azurerm_storage_account', { account_replication_type: 'LRS' }],
    ['storage-stays-in-tenant', 'azurerm_storage_account', { cross_tenant_replication_enabled: true }],
    [
      'storage-ip-rules',
      'azurerm_storage_account',
      { network_rules: { default_action: 'Deny', ip_rules: ['10.0.0.1'] } },
    ],
    ['storage-containers-through-arm', 'azurerm_storage_container', { container_access_type: 'blob' }],
    ['stateful-prevent-destroy', 'azurerm_storage_container', { lifecycle: {} }],
    ['stateful-locked', 'azurerm_management_lock', { lock_level: 'ReadOnly' }],
    ['lock-comes-last', 'azurerm_management_lock', { depends_on: [] }],
    ['lock-gives-way', 'azurerm_management_lock', { lifecycle: {} }],
    ['key-vault-protected', 'azurerm_key_vault', { purge_protection_enabled: false }],
    ['key-vault-network-default-deny', 'azurerm_key_vault', { network_acls: { default_action: 'Allow' } }],
    ['spark-version', 'azurerm_synapse_spark_pool', { spark_version: '4.0' }],
    ['spark-node-range', 'azurerm_synapse_spark_pool', { auto_scale: { min_node_count: 2, max_node_count: 10 } }],
    ['spark-executors', 'azurerm_synapse_spark_pool', { max_executors: 10 }],
    ['sql-pool-encrypted', 'azurerm_synapse_sql_pool', { data_encrypted: false }],
    ['sql-pool-geo-backup', 'azurerm_synapse_sql_pool', { storage_account_type: 'LRS' }],
    ['sql-pool-paused', 'azurerm_automation_job_schedule', { parameters: {} }],
    ['synapse-entra-only', 'azurerm_synapse_workspace', { azuread_authentication_only: false }],
    [
      'synapse-filesystem-url',
      'azurerm_synapse_workspace',
      { storage_data_lake_gen2_filesystem_id: '/subscriptions/s' },
    ],
    ['synapse-firewall-range', 'azurerm_synapse_firewall_rule', { end_ip_address: '203.255.255.255' }],
    ['synapse-public-access-needs-vnet', 'azurerm_synapse_workspace', PRIVATE_WITHOUT_NETWORK],
    ['data-factory-managed-vnet', 'azurerm_data_factory', { managed_virtual_network_enabled: false }],
    ['role-assignment-principal', 'azurerm_role_assignment', { principal_type: null }],
    ['no-secret-literals', 'azurerm_synapse_workspace', { sql_administrator_login_password: 'Sommer-2026!' }],
    ['log-cap-alert', 'azurerm_log_analytics_workspace', { daily_quota_gb: -1 }],
    ['alert-reaches-someone', 'azurerm_monitor_metric_alert', { action: [] }],
    ['metric-alert-capacity', 'azurerm_monitor_metric_alert', { frequency: 'PT5M', window_size: 'PT15M' }],
    ['budget-well-formed', 'azurerm_consumption_budget_resource_group', { time_grain: 'Daily' }],
    ['pipeline-activities', 'azurerm_data_factory_pipeline', { activities_json: '{}' }],
    ['data-factory-trigger-start', 'azurerm_data_factory_trigger_schedule', { start_time: null }],
    ['automation-schedule-start', 'azurerm_automation_schedule', { start_time: '2026-12-01T23:00:00Z' }],
    ['resource-names', 'azurerm_synapse_workspace', { name: 'lake-ondemand' }],
    ['references-resolve', 'azurerm_synapse_workspace', { depends_on: ['azurerm_storage_container.gone'] }],
    ['required-tags', 'azurerm_synapse_workspace', { tags: { Environment: 'Production' } }],
  ])('would break %s by one edit of %s, and no other rule', (rule, type, change) => {
    expect([...new Set(findings([edited(type, change)]).map((found) => found.rule))]).toEqual([rule]);
  });

  test.each<[string, string, JsonObject]>([
    ['private-endpoint-dns-zone', 'azurerm_private_endpoint', { private_dns_zone_group: null }],
    ['network-security-group-closed', 'azurerm_network_security_rule', { access: 'Allow' }],
    ['key-rotation', 'azurerm_key_vault_key', { rotation_policy: null }],
    ['cmk-identity', 'azurerm_storage_account', { identity: { type: 'SystemAssigned' } }],
    ['defender-scan-cap', 'azurerm_security_center_storage_defender', CAPLESS],
    [
      'synapse-exfiltration-needs-vnet',
      'azurerm_synapse_workspace',
      { managed_virtual_network_enabled: false, public_network_access_enabled: true },
    ],
  ])('would break %s by one edit of %s in the private lake, and no other rule', (rule, type, change) => {
    expect([...new Set(findings([edited(type, change, stacks)]).map((found) => found.rule))]).toEqual([rule]);
  });

  test('hold production to what a regulator asks for: keys of our own, no public endpoint, logs of a quarter', () => {
    const prod = stacks.filter(({ environment }) => environment === 'prod');
    const regulated = prod.map((stack) => ({ ...stack, environment: 'regulated' }));
    const { decisions } = evaluatePolicies(regulated, rules, [], TODAY);
    expect(decisions.filter(({ status }) => status === 'non-compliant')).toEqual([]);
    const regulatedOnly = rules.filter(({ pack }) => pack === 'regulated').map(({ id }) => id);
    const asked = decisions.filter(({ rule }) => regulatedOnly.includes(rule));
    expect([...new Set(asked.map(({ rule }) => rule))].sort()).toEqual([
      'customer-managed-keys',
      'log-retention',
      'no-public-endpoints',
    ]);
  });

  test('would break remote-state-backend without their backend', () => {
    const local = stacks.map((stack) => ({ ...stack, terraform: { ...stack.terraform, backend: {} } }));
    expect(findings(local).map(({ rule }) => rule)).toEqual(Array(stacks.length).fill('remote-state-backend'));
  });
});
