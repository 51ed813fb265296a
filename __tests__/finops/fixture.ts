import type { UsageProfile } from '../../environments/usage';
import type { JsonObject } from '../../shared/json';
import type { SynthesizedStack } from '../../synthesized/stack';
import { stackOf } from '../policies/harness';

const NOTHING = { storedGib: 0, writes: 0, reads: 0 };

export const NO_USAGE: UsageProfile = {
  storage: { landing: NOTHING, bronze: NOTHING, silver: NOTHING, gold: NOTHING, system: NOTHING },
  spark: {},
  serverlessSqlTb: 0,
  sqlPools: {},
  logAnalyticsGb: 0,
  pipelines: { activityRuns: 0, externalActivityHours: 0 },
  keyVaultOperations: 0,
};

export const USAGE: UsageProfile = {
  storage: {
    landing: { storedGib: 1000, tierShare: { archive: 0.5 }, writes: 100_000, reads: 100_000 },
    bronze: { storedGib: 2000, tierShare: { cool: 0.25, cold: 0.25 }, writes: 1_000_000, reads: 10_000_000 },
    silver: { storedGib: 1000, writes: 0, reads: 0 },
    gold: { storedGib: 100, writes: 0, reads: 0 },
    system: { storedGib: 10, writes: 0, reads: 0 },
  },
  spark: { batch: { hours: 100, averageNodes: 3 } },
  serverlessSqlTb: 2,
  sqlPools: { mart: { onlineHours: 176, storedTb: 1 } },
  logAnalyticsGb: 55,
  pipelines: { activityRuns: 10_000, externalActivityHours: 100 },
  keyVaultOperations: 100_000,
};

/** A small lake in one stack; `changes` replaces or adds resources. */
export function lake(changes: Readonly<Record<string, JsonObject>> = {}): SynthesizedStack {
  const containers = ['landing', 'bronze', 'silver', 'gold', 'system'].map((name): [string, JsonObject] => [
    `azurerm_storage_container.${name}`,
    { name, storage_account_id: '${azurerm_storage_account.lake.id}' },
  ]);
  return stackOf({
    'azurerm_resource_group.group': {},
    'azurerm_storage_account.lake': { account_tier: 'Standard', account_replication_type: 'LRS', is_hns_enabled: true },
    ...Object.fromEntries(containers),
    'azurerm_synapse_workspace.workspace': {},
    'azurerm_synapse_spark_pool.batch': {
      name: 'batch',
      node_size: 'Medium',
      node_size_family: 'MemoryOptimized',
      auto_scale: { min_node_count: 3, max_node_count: 10 },
    },
    'azurerm_synapse_sql_pool.mart': { name: 'mart', sku_name: 'DW200c', geo_backup_policy_enabled: false },
    'azurerm_log_analytics_workspace.logs': { sku: 'PerGB2018', retention_in_days: 31 },
    'azurerm_data_factory.factory': {},
    'azurerm_key_vault.vault': {},
    'azurerm_consumption_budget_resource_group.budget': { amount: 1000, time_grain: 'Monthly' },
    ...changes,
  });
}
