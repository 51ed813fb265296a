import type { JsonObject } from '../../shared/json';
import {
  account,
  ACCOUNT,
  ACCOUNT_ID,
  activity,
  diagnostics,
  LOGS_ID,
  sparkPool,
  WORKSPACE,
  workspace,
  type Resources,
  type Setting,
} from './setting';

type Short = Omit<Setting, 'otherwise'> & { readonly otherwise?: Setting['otherwise'] };

const FACTORY: Resources = { 'azurerm_data_factory.adf': { name: 'adf-lake' } };
const pipeline = (...activities: readonly JsonObject[]): Resources => ({
  ...FACTORY,
  'azurerm_data_factory_pipeline.one': {
    name: 'one',
    data_factory_id: '${azurerm_data_factory.adf.id}',
    activities_json: JSON.stringify(activities),
  },
});
const one = (type: string, body: JsonObject): Resources => ({ [`azurerm_${type}.one`]: body });
const sql = (body: JsonObject): Resources =>
  one('synapse_sql_pool', {
    name: 'dp',
    sku_name: 'DW100c',
    storage_account_type: 'GRS',
    geo_backup_policy_enabled: true,
    ...body,
  });
const key = (rotation_policy: JsonObject): Resources =>
  one('key_vault_key', { name: 'k', key_type: 'RSA', key_size: 3072, rotation_policy });
const vault = (sku_name: string): Resources => ({ 'azurerm_key_vault.kv': { name: 'kv-lake', sku_name } });
const rotation = (expire_after: string) => ({
  expire_after,
  notify_before_expiry: 'P7D',
  automatic: { time_before_expiry: 'P30D' },
});
const inVault = (key_type: string): Resources =>
  one('key_vault_key', {
    name: 'k',
    key_type,
    key_vault_id: '${azurerm_key_vault.kv.id}',
    rotation_policy: rotation('P1Y'),
  });
const query = (text: string, body: JsonObject = {}): Resources =>
  one('monitor_scheduled_query_rules_alert_v2', {
    name: 'q',
    severity: 2,
    scopes: [LOGS_ID],
    evaluation_frequency: 'PT15M',
    window_duration: 'PT15M',
    criteria: [{ query: text, time_aggregation_method: 'Count', operator: 'GreaterThan', threshold: 0 }],
    ...body,
  });
const metric = (body: JsonObject, criteria: JsonObject = {}): Resources => ({
  ...FACTORY,
  'azurerm_monitor_metric_alert.one': {
    name: 'm',
    frequency: 'PT5M',
    window_size: 'PT15M',
    scopes: ['${azurerm_data_factory.adf.id}'],
    criteria: [
      {
        metric_namespace: 'Microsoft.DataFactory/factories',
        metric_name: 'PipelineFailedRuns',
        aggregation: 'Total',
        operator: 'GreaterThan',
        threshold: 0,
        ...criteria,
      },
    ],
    ...body,
  },
});
const budget = (body: JsonObject): Resources =>
  one('consumption_budget_resource_group', {
    name: 'b',
    amount: 100,
    time_grain: 'Monthly',
    time_period: { start_date: '2026-12-01T00:00:00Z' },
    notification: [{ threshold: 80, operator: 'GreaterThan', contact_emails: ['ops@example.com'] }],
    ...body,
  });
const grant = (body: JsonObject): Resources =>
  one('role_assignment', {
    scope: '${azurerm_storage_container.gold.id}',
    principal_id: '11111111-2222-4333-8444-555555555555',
    principal_type: 'Group',
    ...body,
  });
const withGold = (resources: Resources): Resources => ({
  [ACCOUNT]: account(),
  'azurerm_storage_container.gold': { name: 'gold', storage_account_id: ACCOUNT_ID },
  ...resources,
});
const endpoint = (connection: JsonObject): Resources => ({
  [ACCOUNT]: account(),
  'azurerm_private_endpoint.one': {
    name: 'pep-one',
    private_service_connection: {
      name: 'one',
      is_manual_connection: false,
      private_connection_resource_id: ACCOUNT_ID,
      subresource_names: ['dfs'],
      ...connection,
    },
  },
});
const nodes = (body: JsonObject): Resources => one('kubernetes_cluster_node_pool', { name: 'spot', ...body });
const SPOT = {
  priority: 'Spot',
  eviction_policy: 'Delete',
  node_taints: ['kubernetes.azure.com/scalesetpriority=spot:NoSchedule'],
  node_labels: { 'kubernetes.azure.com/scalesetpriority': 'spot' },
};
const subnet = (prefix: string): Resources => ({
  'azurerm_virtual_network.net': { name: 'vnet', address_space: ['10.20.0.0/22'] },
  'azurerm_subnet.one': {
    name: 's',
    virtual_network_name: '${azurerm_virtual_network.net.name}',
    address_prefixes: [prefix],
  },
});
const web = (properties: JsonObject) => activity('WebActivity', { url: 'https://example.com', ...properties });
const metadata = (properties: JsonObject) =>
  activity('GetMetadata', {
    dataset: { referenceName: 'd', type: 'DatasetReference' },
    fieldList: ['exists'],
    ...properties,
  });
const DATASET: Resources = {
  'azurerm_data_factory_custom_dataset.d': { name: 'd', data_factory_id: '${azurerm_data_factory.adf.id}' },
};
const STORE = { type: 'AzureBlobFSReadSettings', recursive: true };
const copy = (sink: JsonObject) =>
  activity('Copy', { source: { type: 'RestSource' }, sink: { type: 'ParquetSink', ...sink } });
const lookup = activity('Lookup', {
  source: { type: 'RestSource' },
  dataset: { referenceName: 'd', type: 'DatasetReference' },
});
const calls = activity('ExecutePipeline', { pipeline: { referenceName: 'two', type: 'PipelineReference' } });
const job = activity(
  'Script',
  { scripts: [] },
  { linkedServiceName: { referenceName: 'sql', type: 'LinkedServiceReference' } },
);
const linked = (type: string): Resources =>
  one('synapse_linked_service', { name: 'l', type, type_properties_json: '{}' });
const trigger = (frequency: string): Resources =>
  one('data_factory_trigger_schedule', {
    name: 't',
    pipeline_name: 'one',
    frequency,
    interval: 1,
    start_time: '2026-12-01T00:00:00Z',
    schedule: { minutes: [30] },
  });
const group = (body: JsonObject): Resources => one('monitor_action_group', { name: 'ag', short_name: 'ag', ...body });
const UUID = '11111111-2222-4333-8444-555555555555';

/** Settings of `wrong-settings`, second round: the name of each is that of the survey. */
const round: readonly Short[] = [
  {
    what: 'spark executors without dynamic',
    check: 'fields-together',
    says: 'without dynamic_executor_allocation_enabled',
    bad: one('synapse_spark_pool', sparkPool({ min_executors: 1, max_executors: 3 })),
    good: one('synapse_spark_pool', sparkPool()),
  },
  {
    what: 'sql Recovery without id',
    check: 'fields-together',
    says: 'recovery_database_id is not set',
    bad: sql({ create_mode: 'Recovery' }),
    good: sql({ create_mode: 'Recovery', recovery_database_id: '/x' }),
  },
  {
    what: 'sql PointInTimeRestore without restore',
    check: 'fields-together',
    says: 'restore is not set',
    bad: sql({ create_mode: 'PointInTimeRestore' }),
    good: sql({ create_mode: 'PointInTimeRestore', restore: {} }),
  },
  {
    what: 'sas_policy "1 day"',
    check: 'argument-values',
    says: 'sas_policy.expiration_period is "1 day"',
    bad: { [ACCOUNT]: account({ sas_policy: { expiration_period: '1 day' } }) },
    good: { [ACCOUNT]: account({ sas_policy: { expiration_period: '1.00:00:00' } }) },
  },
  {
    what: 'nfsv3 without firewall/HNS off',
    check: 'fields-together',
    says: 'nfsv3_enabled is true',
    bad: { [ACCOUNT]: account({ nfsv3_enabled: true, network_rules: { default_action: 'Allow' } }) },
    good: { [ACCOUNT]: account({ nfsv3_enabled: true, network_rules: { default_action: 'Deny' } }) },
  },
  {
    what: 'sftp without HNS',
    check: 'fields-together',
    says: 'sftp_enabled is true',
    bad: { [ACCOUNT]: account({ sftp_enabled: true, is_hns_enabled: false }) },
    good: { [ACCOUNT]: account({ sftp_enabled: true }) },
  },
  {
    what: 'kv both rbac',
    otherwise: 'plan',
    check: 'fields-together',
    says: 'enable_rbac_authorization are set',
    bad: one('key_vault', { name: 'kv-lake', rbac_authorization_enabled: true, enable_rbac_authorization: true }),
    good: one('key_vault', { name: 'kv-lake', rbac_authorization_enabled: true }),
  },
  {
    what: 'key rotation P10D',
    check: 'argument-values',
    says: 'rotation_policy.expire_after is "P10D"',
    bad: key(rotation('P10D')),
    good: key(rotation('P1Y')),
  },
  {
    what: 'a key in hardware in a standard vault',
    check: 'fields-together',
    says: 'key_type is "RSA-HSM" and sku_name of its vault "standard"',
    bad: { ...vault('standard'), ...inVault('RSA-HSM') },
    good: { ...vault('premium'), ...inVault('RSA-HSM') },
  },
  {
    what: 'a curve in hardware, in a standard vault',
    check: 'fields-together',
    says: 'key_type is "EC-HSM"',
    bad: { ...vault('standard'), ...inVault('EC-HSM') },
    good: { ...vault('standard'), ...inVault('EC') },
  },
  {
    what: 'ws login admin',
    check: 'argument-values',
    says: 'sql_administrator_login is "admin"',
    bad: { [WORKSPACE]: workspace({ sql_administrator_login: 'admin' }) },
    good: { [WORKSPACE]: workspace() },
  },
  {
    what: 'ws login root (env)',
    check: 'argument-values',
    says: 'sql_administrator_login is "root"',
    bad: { [WORKSPACE]: workspace({ sql_administrator_login: 'root' }) },
    good: { [WORKSPACE]: workspace() },
  },
  ...['purview_id', 'linking_allowed_for_aad_tenant_ids'].map((argument): Short => ({
    what: argument === 'purview_id' ? 'ws purview_id not ignored' : 'ws allowed tenants change',
    otherwise: 'permanent difference',
    check: 'fields-together',
    says: `${argument} is set and not in lifecycle.ignore_changes`,
    bad: { [WORKSPACE]: workspace({ [argument]: '/x' }) },
    good: { [WORKSPACE]: workspace({ [argument]: '/x', lifecycle: { ignore_changes: [argument] } }) },
  })),
  {
    what: 'syn linked service type',
    otherwise: 'plan',
    check: 'argument-values',
    says: 'type is "AzureSql"',
    bad: linked('AzureSql'),
    good: linked('AzureSqlDatabase'),
  },
  {
    what: 'syn managed PE unknown subresource',
    check: 'fields-together',
    says: 'The subresource is "lake"',
    bad: {
      [ACCOUNT]: account(),
      ...one('synapse_managed_private_endpoint', {
        name: 'p',
        target_resource_id: ACCOUNT_ID,
        subresource_name: 'lake',
      }),
    },
    good: {
      [ACCOUNT]: account(),
      ...one('synapse_managed_private_endpoint', {
        name: 'p',
        target_resource_id: ACCOUNT_ID,
        subresource_name: 'dfs',
      }),
    },
  },
  {
    what: 'adf unknown property (policy.foo)',
    otherwise: 'permanent difference',
    check: 'pipeline-round-trip',
    says: 'has foo',
    bad: pipeline(activity('Wait', { waitTimeInSeconds: 1 }, { policy: { foo: 1 } })),
    good: pipeline(activity('Wait', { waitTimeInSeconds: 1 }, { policy: { retry: 1 } })),
  },
  {
    what: 'adf web POST without body',
    check: 'pipeline-round-trip',
    says: 'sends POST without a body',
    bad: pipeline(web({ method: 'POST' })),
    good: pipeline(web({ method: 'POST', body: '{}' })),
  },
  {
    what: 'adf GetMetadata store only',
    otherwise: 'permanent difference',
    check: 'pipeline-round-trip',
    says: 'storeSettings without formatSettings',
    bad: { ...pipeline(metadata({ storeSettings: STORE })), ...DATASET },
    good: {
      ...pipeline(metadata({ storeSettings: STORE, formatSettings: { type: 'ParquetReadSettings' } })),
      ...DATASET,
    },
  },
  {
    what: 'adf Copy sink without storeSettings',
    otherwise: 'permanent difference',
    check: 'pipeline-round-trip',
    says: 'has no storeSettings',
    bad: pipeline(copy({})),
    good: pipeline(copy({ storeSettings: { type: 'AzureBlobFSWriteSettings' } })),
  },
  {
    what: 'adf unknown pipeline in ExecutePipeline',
    check: 'pipeline-references',
    says: 'refers to two',
    bad: pipeline(calls),
    good: {
      ...pipeline(calls),
      'azurerm_data_factory_pipeline.two': { name: 'two', data_factory_id: '${azurerm_data_factory.adf.id}' },
    },
  },
  {
    what: 'adf unknown dataset in Lookup',
    check: 'pipeline-references',
    says: 'refers to d',
    bad: pipeline(lookup),
    good: { ...pipeline(lookup), ...DATASET },
  },
  {
    what: 'adf unknown linked service',
    check: 'pipeline-references',
    says: 'refers to sql',
    bad: pipeline(job),
    good: {
      ...pipeline(job),
      'azurerm_data_factory_linked_custom_service.sql': {
        name: 'sql',
        data_factory_id: '${azurerm_data_factory.adf.id}',
      },
    },
  },
  {
    what: 'adf timeout bad format',
    check: 'pipeline-round-trip',
    says: 'has the timeout "1h"',
    bad: pipeline(activity('Wait', { waitTimeInSeconds: 1 }, { policy: { timeout: '1h' } })),
    good: pipeline(activity('Wait', { waitTimeInSeconds: 1 }, { policy: { timeout: '01:00:00' } })),
  },
  {
    what: 'adf global Int abc',
    check: 'fields-together',
    says: 'of type Int is "abc"',
    bad: one('data_factory', { name: 'adf-lake', global_parameter: [{ name: 'n', type: 'Int', value: 'abc' }] }),
    good: one('data_factory', { name: 'adf-lake', global_parameter: [{ name: 'n', type: 'Int', value: '7' }] }),
  },
  {
    what: 'adf ir name 2',
    otherwise: 'plan',
    check: 'argument-values',
    says: 'name is "ir"',
    bad: one('data_factory_integration_runtime_azure', { name: 'ir' }),
    good: one('data_factory_integration_runtime_azure', { name: 'ir-lake' }),
  },
  {
    what: 'trigger minutes on Hour',
    check: 'fields-together',
    says: 'schedule is set with frequency "Hour"',
    bad: trigger('Hour'),
    good: trigger('Day'),
  },
  {
    what: 'diag unknown metric category',
    check: 'fields-together',
    says: 'enabled_metric.category is "Everything"',
    bad: {
      [ACCOUNT]: account(),
      ...one('monitor_diagnostic_setting', diagnostics({ enabled_metric: [{ category: 'Everything' }] })),
    },
    good: {
      [ACCOUNT]: account(),
      ...one('monitor_diagnostic_setting', diagnostics({ enabled_metric: [{ category: 'Transaction' }] })),
    },
  },
  {
    what: 'metric wrong namespace',
    check: 'fields-together',
    says: 'metric_namespace is "Microsoft.KeyVault/vaults"',
    bad: metric({}, { metric_namespace: 'Microsoft.KeyVault/vaults', metric_name: 'Availability' }),
    good: metric({}),
  },
  {
    what: 'metric several scopes without type',
    check: 'fields-together',
    says: 'scopes holds 2 resources',
    bad: metric({ scopes: ['/a', '/b'] }),
    good: metric({
      scopes: ['/a', '/b'],
      target_resource_type: 'Microsoft.DataFactory/factories',
      target_resource_location: 'eastus',
    }),
  },
  {
    what: 'query P7D',
    otherwise: 'plan',
    check: 'argument-values',
    says: 'window_duration is "P7D"',
    bad: query('T', { window_duration: 'P7D' }),
    good: query('T', { window_duration: 'P2D' }),
  },
  {
    what: 'query 2 scopes',
    otherwise: 'plan',
    check: 'fields-together',
    says: 'scopes holds 2 entries',
    bad: query('T', { scopes: [LOGS_ID, '/b'] }),
    good: query('T'),
  },
  ...['T | whre x > 1', 'T | where (x > 1', 'T | where x == "a', 'T | | count'].map((text): Short => ({
    what: text === 'T | whre x > 1' ? 'query KQL syntax error' : `query KQL syntax error: ${text}`,
    check: 'fields-together',
    says: 'is no KQL',
    bad: query(text),
    good: query(
      'let a = dynamic(["x|(", \'y\']); // note\nT | where x in (a) and s matches regex @"\\d|(" | summarize count() by bin(t, 5m)',
    ),
  })),
  {
    what: 'action group webhook url',
    otherwise: 'plan',
    check: 'fields-together',
    says: 'service_uri is "not a url"',
    bad: group({ webhook_receiver: [{ name: 'w', service_uri: 'not a url' }] }),
    good: group({ webhook_receiver: [{ name: 'w', service_uri: 'https://example.com/hook' }] }),
  },
  {
    what: 'action group bad mail',
    check: 'argument-values',
    says: 'email_receiver.email_address is "ops"',
    bad: group({ email_receiver: [{ name: 'o', email_address: 'ops' }] }),
    good: group({ email_receiver: [{ name: 'o', email_address: 'ops@example.com' }] }),
  },
  {
    what: 'activity region eastus',
    otherwise: 'plan',
    check: 'fields-together',
    says: 'location is "eastus"',
    bad: one('monitor_activity_log_alert', { name: 'a', location: 'eastus', criteria: { category: 'Administrative' } }),
    good: one('monitor_activity_log_alert', {
      name: 'a',
      location: 'global',
      criteria: { category: 'Administrative' },
    }),
  },
  {
    what: 'workbook not json',
    otherwise: 'plan',
    check: 'fields-together',
    says: 'data_json is no JSON',
    bad: one('application_insights_workbook', { name: UUID, data_json: 'x' }),
    good: one('application_insights_workbook', { name: UUID, data_json: '{}' }),
  },
  {
    what: 'workbook source upper',
    otherwise: 'plan',
    check: 'fields-together',
    says: 'source_id is "/Subscriptions/x"',
    bad: one('application_insights_workbook', { name: UUID, data_json: '{}', source_id: '/Subscriptions/x' }),
    good: one('application_insights_workbook', { name: UUID, data_json: '{}', source_id: '/subscriptions/x' }),
  },
  {
    what: 'dashboard no lenses',
    otherwise: 'plan',
    check: 'fields-together',
    says: 'has no lenses',
    bad: one('portal_dashboard', { name: 'd', dashboard_properties: '{}' }),
    good: one('portal_dashboard', { name: 'd', dashboard_properties: '{"lenses":{}}' }),
  },
  {
    what: 'budget dimension',
    otherwise: 'plan',
    check: 'argument-values',
    says: 'filter.dimension.name is "SubscriptionId2"',
    bad: budget({ filter: { dimension: [{ name: 'SubscriptionId2', values: ['x'] }] } }),
    good: budget({ filter: { dimension: [{ name: 'ResourceType', values: ['x'] }] } }),
  },
  {
    what: 'anomaly name',
    otherwise: 'plan',
    check: 'argument-values',
    says: 'name is "Cost Anomaly"',
    bad: one('cost_anomaly_alert', { name: 'Cost Anomaly' }),
    good: one('cost_anomaly_alert', { name: 'cost-anomaly' }),
  },
  {
    what: 'role name+id',
    otherwise: 'plan',
    check: 'fields-together',
    says: 'role_definition_name and role_definition_id are set',
    bad: withGold(grant({ role_definition_name: 'Storage Blob Data Reader', role_definition_id: '/x' })),
    good: withGold(grant({ role_definition_name: 'Storage Blob Data Reader' })),
  },
  {
    what: 'role neither',
    otherwise: 'plan',
    check: 'fields-together',
    says: 'are not set; allowed: one of them',
    bad: withGold(grant({})),
    good: withGold(grant({ role_definition_id: '/x' })),
  },
  {
    what: 'role unknown name',
    otherwise: 'mid-apply',
    check: 'fields-together',
    says: "Did you mean 'Storage Blob Data Reader'",
    bad: withGold(grant({ role_definition_name: 'Storage Blob Data Readr' })),
    good: withGold(grant({ role_definition_name: 'Storage Blob Data Reader' })),
  },
  {
    what: 'PE unknown',
    check: 'fields-together',
    says: 'The subresource is "lake"',
    bad: endpoint({ subresource_names: ['lake'] }),
    good: endpoint({ subresource_names: ['blob'] }),
  },
  {
    what: 'PE manual without message',
    otherwise: 'mid-apply',
    check: 'fields-together',
    says: 'request_message is not set',
    bad: endpoint({ is_manual_connection: true }),
    good: endpoint({ is_manual_connection: true, request_message: 'For the lake.' }),
  },
  {
    what: 'subnet outside vnet',
    check: 'fields-together',
    says: 'address_prefixes holds 10.30.0.0/24',
    bad: subnet('10.30.0.0/24'),
    good: subnet('10.20.1.0/24'),
  },
  {
    what: 'nsg priority 50',
    otherwise: 'plan',
    check: 'argument-values',
    says: 'priority is 50',
    bad: one('network_security_rule', { name: 'r', priority: 50 }),
    good: one('network_security_rule', { name: 'r', priority: 100 }),
  },
  {
    what: 'spot price on Regular',
    otherwise: 'mid-apply',
    check: 'fields-together',
    says: 'spot_max_price is 0.5',
    bad: nodes({ priority: 'Regular', spot_max_price: 0.5 }),
    good: nodes({ ...SPOT, spot_max_price: 0.5 }),
  },
  {
    what: 'spot min/max without autoscaling',
    otherwise: 'mid-apply',
    check: 'fields-together',
    says: 'without auto_scaling_enabled',
    bad: nodes({ ...SPOT, min_count: 0, max_count: 3 }),
    good: nodes({ ...SPOT, min_count: 0, max_count: 3, auto_scaling_enabled: true }),
  },
  {
    what: 'misspelt argument',
    otherwise: 'plan',
    check: 'provider-arguments',
    says: 'Did you mean min_tls_version?',
    bad: { [ACCOUNT]: account({ min_tls_verison: 'TLS1_2' }) },
    good: { [ACCOUNT]: account() },
  },
  {
    what: 'misspelt argument of a block',
    otherwise: 'plan',
    check: 'provider-arguments',
    says: 'blob_properties.delete_retention_polcy is not an argument',
    bad: { [ACCOUNT]: account({ blob_properties: { delete_retention_polcy: { days: 7 } } }) },
    good: { [ACCOUNT]: account({ blob_properties: { delete_retention_policy: { days: 7 } } }) },
  },
  {
    what: 'missing required argument',
    otherwise: 'plan',
    check: 'provider-arguments',
    says: 'account_tier is not set',
    bad: { [ACCOUNT]: account({ account_tier: null }) },
    good: { [ACCOUNT]: account() },
  },
];

export const secondRound: readonly Setting[] = round.map((setting) => ({ otherwise: 'nobody', ...setting }));
