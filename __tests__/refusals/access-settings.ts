import type { Json, JsonObject } from '../../shared/json';
import { account, ACCOUNT, ACCOUNT_ID, workspace, WORKSPACE, type Resources, type Setting } from './setting';

const GROUP = '00000000-0000-4000-8000-000000000002';
const grant = (body: JsonObject): JsonObject => ({
  scope: '/subscriptions/s/resourceGroups/r',
  role_definition_name: 'Reader',
  principal_id: GROUP,
  principal_type: 'Group',
  ...body,
});
const endpoint = (subresource_names: Json): Resources => ({
  'azurerm_private_endpoint.lake': {
    name: 'pep-lake',
    private_service_connection: { name: 'lake', is_manual_connection: false, subresource_names },
  },
});
const vault = (body: JsonObject): Resources => ({
  'azurerm_key_vault.vault': { name: 'kv-lake', sku_name: 'standard', soft_delete_retention_days: 90, ...body },
});
const key = (rotation_policy: JsonObject): Resources => ({
  'azurerm_key_vault_key.lake': { name: 'lake', key_type: 'RSA', key_size: 2048, rotation_policy },
});
const ROTATION = { expire_after: 'P1Y', notify_before_expiry: 'P30D', automatic: { time_before_expiry: 'P60D' } };
const synapseGrant = (scope: JsonObject): Resources => ({
  [WORKSPACE]: workspace(),
  'azurerm_synapse_role_assignment.one': {
    role_name: 'Synapse Artifact User',
    principal_id: GROUP,
    principal_type: 'Group',
    ...scope,
  },
});
const WORKSPACE_ID = '${azurerm_synapse_workspace.synapse.id}';
const lock = (depends_on: readonly string[]): Resources => ({
  [ACCOUNT]: account(),
  'azurerm_storage_container.bronze': { name: 'bronze', storage_account_id: ACCOUNT_ID },
  'azurerm_management_lock.lake': { name: 'lock', scope: ACCOUNT_ID, lock_level: 'CanNotDelete', depends_on },
});
const assignment = (body: JsonObject): Resources => ({
  'azurerm_resource_group_policy_assignment.tags': { name: 'tags', ...body },
});
const defender = (body: JsonObject): Resources => ({
  'azurerm_security_center_storage_defender.lake': { storage_account_id: '/subscriptions/s', ...body },
});

export const accessSettings: readonly Setting[] = [
  {
    what: 'a private endpoint with two subresources',
    otherwise: 'nobody',
    check: 'private-endpoint-one-subresource',
    bad: endpoint(['dfs', 'blob']),
    says: 'subresource_names is [dfs, blob]',
    good: endpoint(['dfs']),
  },
  {
    what: 'a private endpoint with no subresource',
    otherwise: 'nobody',
    check: 'private-endpoint-one-subresource',
    bad: endpoint([]),
    says: 'subresource_names is []',
    good: endpoint(['blob']),
  },
  {
    what: 'a principal that is no object id',
    otherwise: 'nobody',
    check: 'role-assignment-principal',
    bad: { 'azurerm_role_assignment.one': grant({ principal_id: 'lake-engineers' }) },
    says: 'lake-engineers',
    good: { 'azurerm_role_assignment.one': grant({}) },
  },
  {
    what: 'a principal without its type',
    otherwise: 'mid-apply',
    check: 'role-assignment-principal',
    bad: { 'azurerm_role_assignment.one': { ...grant({}), principal_type: null } },
    says: 'principal_type',
    good: { 'azurerm_role_assignment.one': grant({ principal_type: 'ServicePrincipal' }) },
  },
  {
    what: 'the same grant twice',
    otherwise: 'mid-apply',
    check: 'role-assignment-unique',
    bad: { 'azurerm_role_assignment.one': grant({}), 'azurerm_role_assignment.other': grant({}) },
    says: 'azurerm_role_assignment',
    good: {
      'azurerm_role_assignment.one': grant({}),
      'azurerm_role_assignment.other': grant({ role_definition_name: 'Monitoring Reader' }),
    },
  },
  {
    what: 'a Synapse role on both workspace and pool',
    otherwise: 'plan',
    check: 'synapse-role-assignment-scope',
    bad: synapseGrant({ synapse_workspace_id: WORKSPACE_ID, synapse_spark_pool_id: WORKSPACE_ID }),
    says: 'synapse_spark_pool_id',
    good: synapseGrant({ synapse_workspace_id: WORKSPACE_ID }),
  },
  {
    what: 'a Synapse role that does not exist',
    otherwise: 'plan',
    check: 'synapse-role-assignment-scope',
    bad: synapseGrant({ synapse_workspace_id: WORKSPACE_ID, role_name: 'Synapse Reader' }),
    says: 'Synapse Reader',
    good: synapseGrant({ synapse_workspace_id: WORKSPACE_ID, role_name: 'Synapse User' }),
  },
  ...['kv--lake', '1lake', 'kv-lake-'].map((name): Setting => ({
    what: `the vault name ${name}`,
    otherwise: 'nobody',
    check: 'resource-names',
    bad: vault({ name }),
    says: `name is "${name}"`,
    good: vault({ name: 'kv-lake' }),
  })),
  {
    what: 'a vault that keeps what was deleted for six days',
    otherwise: 'plan',
    check: 'argument-values',
    bad: vault({ soft_delete_retention_days: 6 }),
    says: 'soft_delete_retention_days is 6; allowed: a whole number from 7 to 90',
    good: vault({ soft_delete_retention_days: 7 }),
  },
  {
    what: 'a key that expires without notice',
    otherwise: 'plan',
    check: 'key-rotation',
    bad: key({ expire_after: 'P1Y', automatic: { time_before_expiry: 'P60D' } }),
    says: 'notify_before_expiry',
    good: key(ROTATION),
  },
  {
    what: 'a key of 1024 bits',
    otherwise: 'nobody',
    check: 'argument-values',
    bad: { 'azurerm_key_vault_key.lake': { name: 'lake', key_type: 'RSA', key_size: 1024, rotation_policy: ROTATION } },
    says: 'key_size is 1024; allowed: 2048, 3072, 4096',
    good: key(ROTATION),
  },
  {
    what: 'a lock before what it locks',
    otherwise: 'mid-apply',
    check: 'lock-comes-last',
    bad: lock([]),
    says: 'depends_on must also hold azurerm_storage_container.bronze',
    good: lock(['azurerm_storage_container.bronze']),
  },
  {
    what: 'a policy that may act, and stands nowhere',
    otherwise: 'plan',
    check: 'fields-together',
    bad: assignment({ identity: { type: 'SystemAssigned' } }),
    says: 'identity and location',
    good: assignment({ identity: { type: 'SystemAssigned' }, location: 'eastus' }),
  },
  {
    what: 'results of malware scans that the subscription overrides',
    otherwise: 'nobody',
    check: 'fields-together',
    bad: defender({ scan_results_event_grid_topic_id: '/subscriptions/s' }),
    says: 'scan_results_event_grid_topic_id is set',
    good: defender({
      scan_results_event_grid_topic_id: '/subscriptions/s',
      override_subscription_settings_enabled: true,
    }),
  },
  {
    what: 'malware scans without a cap',
    otherwise: 'nobody',
    check: 'argument-values',
    bad: defender({ malware_scanning_on_upload_cap_gb_per_month: -1 }),
    says: 'malware_scanning_on_upload_cap_gb_per_month is -1; allowed: 1 or more',
    good: defender({ malware_scanning_on_upload_cap_gb_per_month: 1 }),
  },
  {
    what: 'one name for two resources',
    otherwise: 'mid-apply',
    check: 'unique-names',
    bad: {
      'azurerm_resource_group.one': { name: 'rg-lake', location: 'eastus' },
      'azurerm_resource_group.other': { name: 'rg-lake', location: 'eastus' },
    },
    says: 'rg-lake',
    good: {
      'azurerm_resource_group.one': { name: 'rg-lake', location: 'eastus' },
      'azurerm_resource_group.other': { name: 'rg-lake-two', location: 'eastus' },
    },
  },
  {
    what: 'a resource group that ends in a dot',
    otherwise: 'plan',
    check: 'resource-names',
    bad: { 'azurerm_resource_group.one': { name: 'rg-lake.', location: 'eastus' } },
    says: 'name is "rg-lake."',
    good: { 'azurerm_resource_group.one': { name: 'rg.lake', location: 'eastus' } },
  },
  {
    what: 'a reference to what is not there',
    otherwise: 'plan',
    check: 'references-resolve',
    bad: { [WORKSPACE]: workspace({ purview_id: '${azurerm_purview_account.gone.id}' }) },
    says: 'azurerm_purview_account.gone is not in this stack',
    good: {
      [WORKSPACE]: workspace({ purview_id: '/subscriptions/s', lifecycle: { ignore_changes: ['purview_id'] } }),
    },
  },
  {
    what: 'a replacement that is triggered by an expression',
    otherwise: 'plan',
    check: 'replace-triggered-by-address',
    bad: {
      'terraform_data.hash': {},
      [WORKSPACE]: workspace({ lifecycle: { replace_triggered_by: ['${terraform_data.hash}'] } }),
    },
    says: 'replace_triggered_by',
    good: {
      'terraform_data.hash': {},
      [WORKSPACE]: workspace({ lifecycle: { replace_triggered_by: ['terraform_data.hash'] } }),
    },
  },
];
