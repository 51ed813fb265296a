import type { UsageProfile } from '../environments/usage';
import { UserError } from '../shared/errors';
import { isJsonObject, type Json, type JsonObject } from '../shared/json';
import type { StackResource, SynthesizedStack } from '../synthesized/stack';
import { literalText } from './literals';

type Stated = Omit<UsageProfile, 'workload'>;

/** Keys of Infracost's usage file that turn a meter of ours, by resource type. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  azurerm_synapse_workspace: ['serverless_sql_pool_size_tb'],
  azurerm_synapse_sql_pool: ['storage_tb', 'monthly_hours'],
  azurerm_synapse_spark_pool: ['monthly_hours', 'average_nodes'],
  azurerm_storage_container: ['storage_gb', 'monthly_write_operations', 'monthly_read_operations'],
  azurerm_storage_data_lake_gen2_filesystem: ['storage_gb', 'monthly_write_operations', 'monthly_read_operations'],
  azurerm_log_analytics_workspace: ['monthly_log_data_ingestion_gb'],
  azurerm_data_factory: ['monthly_orchestration_runs', 'monthly_external_pipeline_activity_hours'],
  azurerm_key_vault: ['monthly_operations'],
};
const ALL_HOURS = 730;

/**
 * Usage of a file as Infracost writes it: `resource_usage` by Terraform address, figures a month.
 *
 * @throws UserError for an address that no stack has, a type or key that turns no meter, and a figure below 0
 */
export function readUsageFile(document: Json, stacks: readonly SynthesizedStack[]): UsageProfile {
  const resources = stacks.flatMap((stack) => stack.resources);
  const entries = isJsonObject(document) ? (document['resource_usage'] ?? {}) : undefined;
  if (!isJsonObject(entries)) {
    throw refused('the file', 'an object `resource_usage` by Terraform address');
  }
  let usage: Stated = { serverlessSqlTb: 0 };
  for (const [address, figures] of Object.entries(entries)) {
    const resource = resources.find((known) => known.address === address);
    if (resource === undefined) throw refused(address, 'an address of the stacks');
    const keys = KEYS[resource.type];
    if (keys === undefined) throw refused(address, `one of the types ${Object.keys(KEYS).join(', ')}`);
    if (!isJsonObject(figures)) throw refused(address, `figures ${keys.join(', ')}`);
    for (const [key, value] of Object.entries(figures)) {
      if (!keys.includes(key)) throw refused(`${address}.${key}`, keys.join(', '));
      if (typeof value !== 'number' || !(value >= 0))
        throw refused(`${address}.${key} = ${JSON.stringify(value)}`, 'a number from 0 on');
    }
    usage = placed(usage, resource, figures);
  }
  return usage;
}

function placed(usage: Stated, { type, body, address }: StackResource, figures: JsonObject): Stated {
  const name = literalText(body, 'name') ?? address;
  const figure = (key: string, otherwise = 0): number => {
    const value = figures[key];
    return typeof value === 'number' ? value : otherwise;
  };
  switch (type) {
    case 'azurerm_synapse_workspace':
      return { ...usage, serverlessSqlTb: (usage.serverlessSqlTb ?? 0) + figure('serverless_sql_pool_size_tb') };
    case 'azurerm_synapse_sql_pool':
      return {
        ...usage,
        sqlPools: {
          ...usage.sqlPools,
          [name]: { onlineHours: figure('monthly_hours', ALL_HOURS), storedTb: figure('storage_tb') },
        },
      };
    case 'azurerm_synapse_spark_pool':
      return {
        ...usage,
        spark: {
          ...usage.spark,
          [name]: { hours: figure('monthly_hours', ALL_HOURS), averageNodes: figure('average_nodes', 3) },
        },
      };
    case 'azurerm_log_analytics_workspace':
      return { ...usage, logAnalyticsGb: (usage.logAnalyticsGb ?? 0) + figure('monthly_log_data_ingestion_gb') };
    case 'azurerm_data_factory':
      return {
        ...usage,
        pipelines: {
          activityRuns: figure('monthly_orchestration_runs'),
          externalActivityHours: figure('monthly_external_pipeline_activity_hours'),
        },
      };
    case 'azurerm_key_vault':
      return { ...usage, keyVaultOperations: (usage.keyVaultOperations ?? 0) + figure('monthly_operations') };
    default:
      return {
        ...usage,
        storage: {
          ...usage.storage,
          [name]: {
            storedGib: figure('storage_gb'),
            writes: figure('monthly_write_operations'),
            reads: figure('monthly_read_operations'),
          },
        },
      };
  }
}

function refused(what: string, allowed: string): UserError {
  return new UserError('usage-file-invalid', `Usage file: ${what}; allowed: ${allowed}.`, 'Correct the usage file.');
}
