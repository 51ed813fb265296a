import { UserError } from '../shared/errors';
import type { StackResource } from '../synthesized/stack';
import { literalText } from './literals';
import type { UsageProfile } from '../environments/usage';

/** Hours of the longest month. */
const LONGEST_MONTH = 744;

/**
 * Refuses figures that no month can have, before they turn into money.
 *
 * @throws UserError with the environment, the figure and what is allowed
 */
export function checkUsage(usage: UsageProfile, environment: string): void {
  const refuse = (figure: string, value: number, allowed: string): never => {
    throw new UserError(
      'usage-refused',
      `Usage of ${environment}: ${figure} is ${String(value)}, allowed is ${allowed}.`,
      `Correct the usage profile in environments/${environment}.ts.`,
    );
  };
  const within = (figure: string, value: number, most = Number.MAX_SAFE_INTEGER): void => {
    if (!(value >= 0 && value <= most)) {
      refuse(figure, value, most === Number.MAX_SAFE_INTEGER ? '0 or more' : `0 to ${String(most)}`);
    }
  };
  for (const [layer, { storedGib, tierShare, writes, reads }] of Object.entries(usage.storage ?? {})) {
    const shares = Object.entries(tierShare ?? {});
    within(`storage.${layer}.storedGib`, storedGib);
    within(`storage.${layer}.writes`, writes);
    within(`storage.${layer}.reads`, reads);
    shares.forEach(([tier, share]) => within(`storage.${layer}.tierShare.${tier}`, share, 1));
    within(
      `the sum of storage.${layer}.tierShare`,
      shares.reduce((total, [, share]) => total + share, 0),
      1,
    );
  }
  for (const [pool, { hours, averageNodes }] of Object.entries(usage.spark ?? {})) {
    within(`spark.${pool}.hours`, hours, LONGEST_MONTH);
    within(`spark.${pool}.averageNodes`, averageNodes);
  }
  for (const [pool, { onlineHours, storedTb }] of Object.entries(usage.sqlPools ?? {})) {
    within(`sqlPools.${pool}.onlineHours`, onlineHours, LONGEST_MONTH);
    within(`sqlPools.${pool}.storedTb`, storedTb);
  }
  within('serverlessSqlTb', usage.serverlessSqlTb ?? 0);
  within('logAnalyticsGb', usage.logAnalyticsGb ?? 0);
  within('pipelines.activityRuns', usage.pipelines?.activityRuns ?? 0);
  within('pipelines.externalActivityHours', usage.pipelines?.externalActivityHours ?? 0);
  within('keyVaultOperations', usage.keyVaultOperations ?? 0);
}

/** Usage figures above zero that no resource of the environment stands for, so that they are not lost without a word. */
export function unplacedUsage(usage: UsageProfile, resources: readonly StackResource[]): readonly string[] {
  const named = (types: readonly string[], name: string): boolean =>
    resources.some(({ type, body }) => types.includes(type) && literalText(body, 'name') === name);
  const any = (type: string): boolean => resources.some((resource) => resource.type === type);
  const containers = ['azurerm_storage_container', 'azurerm_storage_data_lake_gen2_filesystem'];
  const { storage = {}, spark = {}, sqlPools = {}, serverlessSqlTb = 0, logAnalyticsGb = 0 } = usage;
  const { pipelines, keyVaultOperations = 0, workload } = usage;
  return [
    ...Object.entries(storage)
      .filter(([name, { storedGib }]) => storedGib > 0 && !named(containers, name))
      .map(([name]) => `container ${name}`),
    ...Object.keys({ ...spark, ...workload?.nodes })
      .filter((name) => !named(['azurerm_synapse_spark_pool'], name))
      .map((name) => `Spark pool ${name}`),
    ...Object.keys({ ...sqlPools, ...workload?.sqlPoolTb })
      .filter((name) => !named(['azurerm_synapse_sql_pool'], name))
      .map((name) => `SQL pool ${name}`),
    ...(serverlessSqlTb > 0 && !any('azurerm_synapse_workspace') ? ['serverless SQL'] : []),
    ...(logAnalyticsGb > 0 && !any('azurerm_log_analytics_workspace') ? ['Log Analytics'] : []),
    ...((pipelines?.activityRuns ?? 0) > 0 && !any('azurerm_data_factory') ? ['pipelines'] : []),
    ...(keyVaultOperations > 0 && !any('azurerm_key_vault') ? ['Key Vault'] : []),
  ];
}
