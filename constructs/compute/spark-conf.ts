import type { IConstruct } from 'constructs';
import { requireGuid, requireThat } from '../base/checks';
import type { SparkPoolProps } from './spark-pool-props';

/**
 * What every pool runs with, so that a notebook computes what a job computes. Jobs set the same for themselves
 * (`medallion/spark/session.py`), because a release must not depend on its pool.
 */
export const POOL_SPARK_CONF: Readonly<Record<string, string>> = {
  // Dates of a lake do not depend on where its pool stands.
  'spark.sql.session.timeZone': 'UTC',
  'spark.sql.ansi.enabled': 'false',
  'spark.sql.legacy.timeParserPolicy': 'CORRECTED',
  // A hundred by default: an application that works on the same tables again would compile their plans again.
  'spark.sql.codegen.cache.maxEntries': '1000',
  // A column appears because a contract says so, not because a file had it.
  'spark.databricks.delta.schema.autoMerge.enabled': 'false',
  // Serverless SQL reads no table with deletion vectors.
  'spark.databricks.delta.properties.defaults.enableDeletionVectors': 'false',
  'spark.databricks.delta.retentionDurationCheck.enabled': 'true',
};

/** Set by the pool's own arguments, or by Synapse; here they would be without effect or break the start. */
const OWNED = /^spark\.(dynamicAllocation|executor\.instances|master|submit|yarn\.queue)/;
const KEY = /^spark\.[A-Za-z0-9_.-]+$/;

/**
 * The text of a pool's Spark configuration: one setting a line, sorted, so that equal settings are equal bytes.
 *
 * @throws ConfigurationError for a key that is none of Spark's, a value of several lines or with a secret's name, a setting
 * that Synapse owns, or a lineage server without TLS
 */
export function sparkConf(scope: IConstruct, { conf = {}, logShipping, lineage }: SparkPoolProps): string {
  for (const [key, value] of Object.entries(conf)) {
    requireThat(scope, () => KEY.test(key) && !OWNED.test(key), {
      setting: 'conf',
      value: key,
      allowed: 'settings of Spark, but for those that the pool sets: executors, allocation, master',
      remedy: 'Use minExecutors and maxExecutors for the size of applications.',
    });
    requireThat(scope, () => !/[\r\n]/.test(value) && value.trim().length > 0, {
      setting: `conf.${key}`,
      value,
      allowed: 'a text of one line',
      remedy: 'Remove the line break: it would start another setting.',
    });
    requireThat(scope, () => !/(password|secret|account\.key|sas)/i.test(key), {
      setting: 'conf',
      value: key,
      allowed: 'no secrets: the configuration of a pool is readable to everybody who may use it',
      remedy: 'Read it from the vault inside the job.',
    });
  }
  if (logShipping !== undefined) {
    requireGuid(scope, 'logShipping.workspaceId', logShipping.workspaceId, 'Give the workspace id, not the ARM id.');
  }
  if (lineage !== undefined) {
    requireThat(scope, () => /^https:\/\/[^\s/]+/.test(lineage.url), {
      setting: 'lineage.url',
      value: lineage.url,
      allowed: 'an address with https',
      remedy: 'Use https: lineage names tables and columns.',
    });
  }
  const settings = { ...POOL_SPARK_CONF, ...shipping(logShipping), ...listener(lineage), ...conf };
  return Object.entries(settings)
    .map(([key, value]) => `${key} ${value}\n`)
    .sort()
    .join('');
}

function shipping(to: SparkPoolProps['logShipping']): Readonly<Record<string, string>> {
  return to === undefined
    ? {}
    : {
        'spark.synapse.logAnalytics.enabled': 'true',
        'spark.synapse.logAnalytics.workspaceId': to.workspaceId,
        'spark.synapse.logAnalytics.keyVault.name': to.vaultName,
        'spark.synapse.logAnalytics.keyVault.key.secret': to.secretName,
      };
}

function listener(to: SparkPoolProps['lineage']): Readonly<Record<string, string>> {
  return to === undefined
    ? {}
    : {
        'spark.extraListeners': 'io.openlineage.spark.agent.OpenLineageSparkListener',
        'spark.openlineage.transport.type': 'http',
        'spark.openlineage.transport.url': to.url,
        'spark.openlineage.namespace': to.namespace,
      };
}
