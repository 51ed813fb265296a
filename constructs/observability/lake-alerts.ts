import { Construct } from 'constructs';
import { requireThat } from '../checks';
import type { LakeAlertsProps } from './lake-alerts-props';
import { LogCapAlert } from './log-cap-alert';
import { MetricAlert } from './metric-alert';

/** Bytes of a decimal terabyte, the unit of Azure's bill. */
const TERABYTE = 1_000_000_000_000;

/**
 * The alerts every lake has: storage grew too far, a pipeline or a Spark job failed, the SQL pool was not paused, the log
 * workspace reached its cap. The capacity alert counts bytes, not money: budgets watch money.
 *
 * @throws ConfigurationError for a capacity that is not above zero
 */
export class LakeAlerts extends Construct {
  constructor(scope: Construct, id: string, props: LakeAlertsProps) {
    super(scope, id);
    const { resourceGroupName, contacts, capacityTb, scheduler } = props;
    const common = { resourceGroupName, contacts };
    requireThat(this, () => capacityTb > 0, {
      setting: 'capacityTb',
      value: capacityTb,
      allowed: 'more than 0 decimal terabytes',
      remedy: 'Choose what the lake should hold in a year.',
    });
    new MetricAlert(this, 'Capacity', {
      ...common,
      name: 'storage-capacity',
      description: `The lake holds more than ${String(capacityTb)} TB. Look at the layers in the cost report.`,
      scope: props.storage.account.id,
      namespace: 'Microsoft.Storage/storageAccounts',
      metric: 'UsedCapacity',
      aggregation: 'Average',
      threshold: capacityTb * TERABYTE,
      frequency: 'PT1H',
      window: 'PT1H',
    });
    new MetricAlert(this, 'PipelineFailed', {
      ...common,
      name: 'pipeline-failed',
      description: 'A pipeline run failed. Open the run in Data Factory; a rerun is harmless.',
      scope: props.factory.factory.id,
      namespace: 'Microsoft.DataFactory/factories',
      metric: 'PipelineFailedRuns',
      aggregation: 'Total',
      threshold: 0,
      frequency: 'PT5M',
      window: 'PT15M',
      severity: 1,
    });
    for (const { poolName, pool } of props.sparkPools) {
      new MetricAlert(this, `SparkFailed-${poolName}`, {
        ...common,
        name: `spark-failed-${poolName}`,
        description: `A Spark application of ${poolName} failed. Its log stands in Synapse under Monitor, Apache Spark.`,
        scope: pool.id,
        namespace: 'Microsoft.Synapse/workspaces/bigDataPools',
        metric: 'BigDataPoolApplicationsEnded',
        aggregation: 'Total',
        dimension: { name: 'JobResult', values: ['Failed'] },
        threshold: 0,
        frequency: 'PT5M',
        window: 'PT15M',
      });
    }
    if (scheduler !== undefined) {
      new MetricAlert(this, 'PauseFailed', {
        ...common,
        name: 'sql-schedule-failed',
        description:
          'A SQL pool was not paused or resumed in time; an online pool is billed by the hour. See the job log.',
        scope: scheduler.account.id,
        namespace: 'Microsoft.Automation/automationAccounts',
        metric: 'TotalJob',
        aggregation: 'Total',
        dimension: { name: 'Status', values: ['Failed'] },
        threshold: 0,
        frequency: 'PT5M',
        window: 'PT15M',
      });
    }
    new LogCapAlert(this, 'LogCap', {
      ...common,
      name: 'log-cap-reached',
      location: props.location,
      logs: props.logs,
    });
  }
}
