import type { LakeAccount } from '../storage/lake-account';
import type { AlertPlan } from './alert-plan';
import type { LakeAlertsProps } from './lake-alerts-props';
import { MetricAlert } from './metric-alert';
import type { MetricAlertProps } from './metric-alert-props';

/** Bytes of a decimal terabyte, the unit of Azure's bill. */
const TERABYTE = 1_000_000_000_000;

const SOON = { frequency: 'PT5M', window: 'PT15M' } as const;

/** Alerts on metrics of the lake's resources (Azure Monitor supported metrics). They cost ten cents a series. */
export function platformAlerts(props: LakeAlertsProps): readonly AlertPlan[] {
  const { storage, vault, workspace, factory, sparkPools, scheduler, targets } = props;
  return [
    ...storage.accounts.flatMap((account) => storageAlerts(props, account)),
    {
      ...metric(props, 'VaultDenied', {
        name: 'vault-denied',
        description:
          'The vault that keeps the key behind the tokens denied requests. Its AuditEvent log names the caller.',
        scope: vault.vault.id,
        namespace: 'Microsoft.KeyVault/vaults',
        metric: 'ServiceApiResult',
        aggregation: 'Count',
        dimension: { name: 'StatusCode', values: ['403'] },
        ...SOON,
      }),
      figure: { threshold: targets.accessViolations, severity: 1 },
    },
    {
      ...metric(props, 'PipelineFailed', {
        name: 'pipeline-failed',
        description: 'A pipeline run failed. Open the run in Data Factory; a rerun is harmless.',
        scope: factory.factory.id,
        namespace: 'Microsoft.DataFactory/factories',
        metric: 'PipelineFailedRuns',
        aggregation: 'Total',
        ...SOON,
      }),
      figure: { threshold: 0, severity: 1 },
    },
    ...sparkPools.map(({ poolName, pool }): AlertPlan => ({
      ...metric(props, `SparkFailed-${poolName}`, {
        name: `spark-failed-${poolName}`,
        description: `A Spark application of ${poolName} failed. Its log stands in Synapse under Monitor, Apache Spark.`,
        scope: pool.id,
        namespace: 'Microsoft.Synapse/workspaces/bigDataPools',
        metric: 'BigDataPoolApplicationsEnded',
        aggregation: 'Total',
        dimension: { name: 'JobResult', values: ['Failed'] },
        ...SOON,
      }),
      id: 'spark-failed',
      figure: { threshold: 0, severity: 2 },
    })),
    {
      ...metric(props, 'ServerlessData', {
        name: 'serverless-data',
        description: `Serverless SQL processed more than ${String(props.serverlessTbPerDay)} TB in a day, at five dollars a terabyte. Find the query under Monitor, SQL requests.`,
        scope: workspace.workspace.id,
        namespace: 'Microsoft.Synapse/workspaces',
        metric: 'BuiltinSqlPoolDataProcessedBytes',
        aggregation: 'Total',
        frequency: 'PT1H',
        window: 'P1D',
      }),
      figure: { threshold: props.serverlessTbPerDay * TERABYTE, severity: 2 },
    },
    ...(scheduler === undefined
      ? []
      : [
          {
            ...metric(props, 'PauseFailed', {
              name: 'sql-schedule-failed',
              description:
                'A SQL pool was not paused or resumed in time; an online pool is billed by the hour. See the job log.',
              scope: scheduler.account.id,
              namespace: 'Microsoft.Automation/automationAccounts',
              metric: 'TotalJob',
              aggregation: 'Total',
              dimension: { name: 'Status', values: ['Failed'] },
              ...SOON,
            }),
            figure: { threshold: 0, severity: 2 },
          } as const,
        ]),
  ];
}

/** Of each account, so that the layer that grew or failed is named; with one account the alerts carry no layer. */
function storageAlerts(props: LakeAlertsProps, { account, node }: LakeAccount): readonly AlertPlan[] {
  const { storage, targets } = props;
  const suffix = storage.accounts.length === 1 ? '' : `-${node.id}`;
  const holder = storage.accounts.length === 1 ? 'The lake' : `The account of ${node.id}`;
  return [
    {
      ...metric(props, `Capacity${suffix}`, {
        name: `storage-capacity${suffix}`,
        description: `${holder} holds more than ${String(props.capacityTb)} TB. Look at the layers in the cost report.`,
        scope: account.id,
        namespace: 'Microsoft.Storage/storageAccounts',
        metric: 'UsedCapacity',
        aggregation: 'Average',
        frequency: 'PT1H',
        window: 'PT1H',
      }),
      id: 'storage-capacity',
      figure: { threshold: props.capacityTb * TERABYTE, severity: 2 },
    },
    {
      ...metric(props, `Availability${suffix}`, {
        name: `storage-availability${suffix}`,
        description: `Storage answered less than ${String(targets.availabilityPercent)} percent of requests over an hour. See Service Health, then throttling.`,
        scope: account.id,
        namespace: 'Microsoft.Storage/storageAccounts',
        metric: 'Availability',
        aggregation: 'Average',
        operator: 'LessThan',
        frequency: 'PT15M',
        window: 'PT1H',
      }),
      id: 'storage-availability',
      figure: { threshold: targets.availabilityPercent, severity: 1 },
    },
    {
      ...metric(props, `AccessDenied${suffix}`, {
        name: `access-denied${suffix}`,
        description: 'Storage denied requests of somebody who had signed in. Ask who tried, and what they were after.',
        scope: account.id,
        namespace: 'Microsoft.Storage/storageAccounts',
        metric: 'Transactions',
        aggregation: 'Total',
        dimension: { name: 'ResponseType', values: ['AuthorizationError'] },
        ...SOON,
      }),
      id: 'access-denied',
      figure: { threshold: targets.accessViolations, severity: 1 },
    },
  ];
}

type Metric = Omit<MetricAlertProps, 'resourceGroupName' | 'contacts' | 'threshold' | 'severity'>;

function metric<Name extends string>(
  { resourceGroupName, contacts }: LakeAlertsProps,
  path: string,
  settings: Metric & { readonly name: Name },
): Pick<AlertPlan, 'path' | 'make'> & { readonly id: Name } {
  return {
    id: settings.name,
    path,
    make: (scope, id, tuned) => new MetricAlert(scope, id, { ...settings, ...tuned, resourceGroupName, contacts }),
  };
}
