import type { Json, JsonObject } from '../../shared/json';

/** Who would have noticed, had the synthesis not: the three groups of a survey of the azurerm 4.55.0 binary. */
export type Otherwise =
  /** Accepted by TypeScript, validate, plan and the provider; the service refuses it, or does what nobody wanted. */
  | 'nobody'
  /** Deployed, and planned as a change for ever. */
  | 'permanent difference'
  /** Refused in the middle of an apply, or of a destroy, when half of the lake is made. */
  | 'mid-apply'
  /** Refused by validate or plan, where a provider is at hand: here without one. */
  | 'plan';

/** Bodies by Terraform address. */
export type Resources = Readonly<Record<string, JsonObject>>;

export interface Setting {
  readonly what: string;
  readonly otherwise: Otherwise;
  /** Id of the check that refuses it. */
  readonly check: string;
  readonly bad: Resources;
  /** Part of the message: the argument, its value and what is allowed. */
  readonly says: string;
  /** The nearest setting that Azure takes. */
  readonly good: Resources;
}

export const ACCOUNT = 'azurerm_storage_account.lake';
export const ACCOUNT_ID = '${azurerm_storage_account.lake.id}';
export const WORKSPACE = 'azurerm_synapse_workspace.synapse';
export const LOGS_ID =
  '/subscriptions/00000000-0000-4000-8000-0000000000f0/resourceGroups/rg/providers/Microsoft.OperationalInsights/workspaces/log';

/** A lake account that every check accepts. */
export function account(body: JsonObject = {}): JsonObject {
  return {
    name: 'stlake',
    account_tier: 'Standard',
    account_replication_type: 'GRS',
    is_hns_enabled: true,
    min_tls_version: 'TLS1_2',
    https_traffic_only_enabled: true,
    ...body,
  };
}

export function workspace(body: JsonObject = {}): JsonObject {
  return {
    name: 'synw-lake',
    sql_administrator_login: 'medallionsql',
    managed_virtual_network_enabled: true,
    storage_data_lake_gen2_filesystem_id: 'https://stlake.dfs.core.windows.net/system',
    ...body,
  };
}

export function sparkPool(body: JsonObject = {}): JsonObject {
  return {
    name: 'synspbatch',
    node_size: 'Small',
    node_size_family: 'MemoryOptimized',
    spark_version: '3.5',
    auto_scale: { min_node_count: 3, max_node_count: 10 },
    auto_pause: { delay_in_minutes: 15 },
    ...body,
  };
}

export function lifecycle(rule: JsonObject, accountBody: JsonObject = {}): Resources {
  return policyOf([rule], accountBody);
}

export function policyOf(rules: readonly JsonObject[], accountBody: JsonObject = {}): Resources {
  return {
    [ACCOUNT]: account(accountBody),
    'azurerm_storage_container.landing': { name: 'landing', storage_account_id: ACCOUNT_ID },
    'azurerm_storage_container.silver': { name: 'silver', storage_account_id: ACCOUNT_ID },
    'azurerm_storage_management_policy.tiers': { storage_account_id: ACCOUNT_ID, rule: rules },
  };
}

/** A rule over raw files that go to cool after 30 days. */
export function rule(
  body: JsonObject = {},
  baseBlob: JsonObject = cool(30),
  prefixes: Json = ['landing/pos/'],
): JsonObject {
  return {
    name: 'raw',
    enabled: true,
    filters: { blob_types: ['blockBlob'], prefix_match: prefixes },
    actions: { base_blob: baseBlob },
    ...body,
  };
}

export function cool(days: number): JsonObject {
  return { tier_to_cool_after_days_since_modification_greater_than: days };
}

export function archive(days: number): JsonObject {
  return { tier_to_archive_after_days_since_modification_greater_than: days };
}

export function diagnostics(body: JsonObject): JsonObject {
  return {
    name: 'medallion',
    target_resource_id: `${ACCOUNT_ID}/blobServices/default`,
    log_analytics_workspace_id: LOGS_ID,
    enabled_log: [{ category: 'StorageWrite' }],
    ...body,
  };
}

export function pipeline(...activities: readonly JsonObject[]): Resources {
  return pipelineJson(JSON.stringify(activities));
}

export function pipelineJson(text: string, body: JsonObject = {}): Resources {
  return { 'azurerm_data_factory_pipeline.medallion': { name: 'medallion', activities_json: text, ...body } };
}

export function activity(type: string, typeProperties: JsonObject, body: JsonObject = {}): JsonObject {
  return {
    name: 'step',
    type,
    dependsOn: [],
    policy: { timeout: '0.01:00:00', retry: 1, retryIntervalInSeconds: 60, secureInput: false, secureOutput: false },
    userProperties: [],
    typeProperties,
    ...body,
  };
}
