import type { TerraformStack } from 'cdktf';
import { SqlPoolScheduler } from '../../constructs/compute/sql-pool-scheduler';
import type { ScheduledPool, SqlPoolSchedulerProps } from '../../constructs/compute/sql-pool-scheduler-props';
import { Workspace } from '../../constructs/compute/workspace';
import type { WorkspaceProps } from '../../constructs/compute/workspace-props';
import { MonthlyBudget } from '../../constructs/cost/monthly-budget';
import type { MonthlyBudgetProps } from '../../constructs/cost/monthly-budget-props';
import { LakeAlerts } from '../../constructs/observability/lake-alerts';
import type { LakeAlertsProps, WatchedTenant } from '../../constructs/observability/lake-alerts-props';
import { LogWorkspace } from '../../constructs/observability/log-workspace';
import type { LogWorkspaceProps } from '../../constructs/observability/log-workspace-props';
import { MetricAlert } from '../../constructs/observability/metric-alert';
import type { MetricAlertProps } from '../../constructs/observability/metric-alert-props';
import { QueryAlert } from '../../constructs/observability/query-alert';
import type { QueryAlertProps } from '../../constructs/observability/query-alert-props';
import { Factory } from '../../constructs/orchestration/factory';
import type { FactoryProps } from '../../constructs/orchestration/factory-props';
import { EXAMPLE_GROUPS, EXAMPLE_TENANT } from '../../environments/example-identities';
import { prod } from '../../environments/prod';
import { TARGETS } from '../../environments/settings/targets';
import { AZURE_KEY, encryptionKey } from './keys';
import * as parts from './parts';
import { LOCK, STANDARD, TAGS } from './standard';
import { subject, synthesized, type Subject } from './subject';

const { PLACE, OFFICE, GROUP_ID } = parts;

/** Props without what a construct is given in the shape of other constructs; those are made beside it in each trial. */
type Plain<Props, Parts extends keyof Props> = Omit<Props, Parts>;

const schedule = (
  stack: TerraformStack,
  props: Plain<SqlPoolSchedulerProps, 'pools'>,
  pool: Pick<ScheduledPool, 'idlePauseMinutes'> = {},
): SqlPoolScheduler =>
  new SqlPoolScheduler(stack, 'Schedule', {
    ...props,
    pools: [{ ...pool, pool: parts.sqlPool(stack), online: { days: ['Monday'], from: '08:00', to: '18:00' } }],
  });
const CATALOG_ID = '/subscriptions/s/resourceGroups/r/providers/Microsoft.Purview/accounts/p';
const SCHEDULER = { ...PLACE, name: 'aa-lake-test', resourceGroupId: GROUP_ID, suffix: 'test' };

type AlertProps = Pick<LakeAlertsProps, 'poolUsdPerHour' | 'settings' | 'tenants'> & { readonly scheduler?: 'made' };

function lakeAlerts(stack: TerraformStack, { scheduler, ...props }: AlertProps): LakeAlerts {
  const made = schedule(stack, SCHEDULER);
  const storage = parts.storage(stack);
  const workspace = parts.workspace(stack, storage);
  const vault = parts.vault(stack);
  const factory = new Factory(stack, 'Factory', { ...PLACE, name: 'adf-lake-test', storage, vault, workspace });
  return new LakeAlerts(stack, 'Subject', {
    ...PLACE,
    ...props,
    ...(scheduler === undefined ? {} : { scheduler: made }),
    resourceGroupId: GROUP_ID,
    subscriptionId: prod.subscriptionId,
    contacts: parts.contacts(stack),
    logs: parts.logs(stack),
    storage,
    vault,
    workspace,
    factory,
    capacityTb: 5,
    serverlessTbPerDay: 1,
    sparkPools: [],
    schedule: prod.pipeline,
    targets: TARGETS,
  });
}

export const subjects: readonly Subject[] = [
  subject<Plain<SqlPoolSchedulerProps, 'pools'>>('SqlPoolSchedulerProps', SCHEDULER, synthesized(schedule), {
    ...STANDARD,
    patienceMinutes: { same: 120, other: 60 },
    customerManagedKey: { other: { ...AZURE_KEY, keyId: `${AZURE_KEY.keyId}/0123456789abcdef` } },
  }),
  subject<Pick<ScheduledPool, 'idlePauseMinutes'>>(
    'ScheduledPool',
    {},
    synthesized((stack, pool) => schedule(stack, SCHEDULER, pool)),
    { idlePauseMinutes: { other: 60 } },
  ),
  subject<Plain<WorkspaceProps, 'primaryFilesystem' | 'encryptionKey'> & { readonly encryptionKey?: 'made' }>(
    'WorkspaceProps',
    { ...PLACE, name: 'synw-test', tenantId: EXAMPLE_TENANT, administrators: EXAMPLE_GROUPS.administrators },
    synthesized((stack, { encryptionKey: wanted, ...props }) => {
      const lake = parts.storage(stack);
      const primaryFilesystem = { url: lake.dfsUrl('system'), container: lake.container('system') };
      const key = encryptionKey(stack, {});
      const encryption = wanted === undefined ? {} : { encryptionKey: key };
      return new Workspace(stack, 'Subject', { ...props, ...encryption, primaryFilesystem });
    }),
    {
      ...STANDARD,
      catalogId: { other: CATALOG_ID },
      sqlAudit: { same: false, other: true },
      sqlLogin: { same: 'medallionsql', other: 'sqladmin' },
      allowedRanges: { same: [], other: [OFFICE] },
      publicAccess: { same: true, other: false },
      exfiltrationProtection: { same: false, other: true },
      encryptionKey: { other: 'made' },
      privateEndpoints: { same: [], other: [parts.endpoint('Dev')] },
      protectData: { same: true, other: false },
    },
  ),
  subject<Plain<FactoryProps, 'storage' | 'vault' | 'workspace'>>(
    'FactoryProps',
    { ...PLACE, name: 'adf-lake-test' },
    synthesized((stack, props) => {
      const storage = parts.storage(stack);
      const workspace = parts.workspace(stack, storage);
      return new Factory(stack, 'Subject', { ...props, storage, vault: parts.vault(stack), workspace });
    }),
    {
      ...STANDARD,
      publicAccess: { same: true, other: false },
      customerManagedKey: { other: AZURE_KEY },
      catalogId: { other: CATALOG_ID },
      repository: {
        other: { host: 'github', account: 'acme', repository: 'lake', branch: 'main', rootFolder: '/factory' },
      },
      globalParameters: { same: {}, other: { environment: 'dev' } },
      privateEndpoints: { same: [], other: [parts.endpoint('dataFactory')] },
    },
  ),
  subject<Plain<MonthlyBudgetProps, 'contacts'>>(
    'MonthlyBudgetProps',
    {
      name: 'budget',
      resourceGroupId: GROUP_ID,
      monthlyUsd: 100,
      startDate: '2026-12-01',
      emails: ['me@example.com'],
    },
    synthesized((stack, props) => new MonthlyBudget(stack, 'Subject', { ...props, contacts: parts.contacts(stack) })),
    {
      filter: { other: { dimension: 'ResourceType', values: ['microsoft.storage/storageaccounts'] } },
      tag: { other: { name: 'Tenant', value: 'north' } },
      thresholds: {
        same: [
          { of: 'Actual', percent: 50 },
          { of: 'Actual', percent: 80 },
          { of: 'Actual', percent: 100 },
          { of: 'Forecasted', percent: 100 },
          { of: 'Forecasted', percent: 120 },
        ],
        other: [{ of: 'Actual', percent: 50 }],
      },
    },
  ),
  subject<LogWorkspaceProps>(
    'LogWorkspaceProps',
    { ...PLACE, name: 'log-test', dailyCapGb: 1 },
    synthesized((stack, props) => new LogWorkspace(stack, 'Subject', props)),
    { ...TAGS, ...LOCK, retentionDays: { same: 31, other: 32 }, logsItself: { same: true, other: false } },
  ),
  subject<Plain<MetricAlertProps, 'contacts'>>(
    'MetricAlertProps',
    {
      name: 'pipeline-failed',
      resourceGroupName: 'rg-test',
      description: 'A pipeline failed.',
      scope: '/subscriptions/x/factories/y',
      namespace: 'Microsoft.DataFactory/factories',
      metric: 'PipelineFailedRuns',
      aggregation: 'Total',
      threshold: 0,
      frequency: 'PT5M',
      window: 'PT15M',
    },
    synthesized((stack, props) => new MetricAlert(stack, 'Subject', { ...props, contacts: parts.contacts(stack) })),
    {
      ...TAGS,
      operator: { same: 'GreaterThan', other: 'LessThan' },
      dimension: { other: { name: 'Name', values: ['medallion'] } },
      severity: { same: 2, other: 1 },
    },
  ),
  subject<Plain<QueryAlertProps, 'contacts' | 'logs'>>(
    'QueryAlertProps',
    {
      ...PLACE,
      name: 'slow',
      description: 'Something is slow.',
      query: 'ADFActivityRun | summarize Minutes = count()',
      operator: 'GreaterThan',
      threshold: 1,
      frequency: 'PT15M',
      window: 'PT1H',
    },
    synthesized(
      (stack, props) =>
        new QueryAlert(stack, 'Subject', { ...props, contacts: parts.contacts(stack), logs: parts.logs(stack) }),
    ),
    {
      ...TAGS,
      measure: { other: { column: 'Minutes', aggregation: 'Maximum' } },
      failingPeriods: { same: 1, other: 2 },
      severity: { same: 2, other: 1 },
    },
  ),
  subject<AlertProps>('LakeAlertsProps', {}, synthesized(lakeAlerts), {
    poolUsdPerHour: { other: 1 },
    scheduler: { other: 'made' },
    settings: { same: {}, other: { 'pipeline-failed': false } },
    tenants: { same: [], other: [{ id: 'north' }] },
  }),
  subject<WatchedTenant>(
    'WatchedTenant',
    { id: 'north' },
    synthesized((stack, tenant) => lakeAlerts(stack, { tenants: [tenant] })),
    { schedule: { other: prod.pipeline }, poolUsdPerHour: { other: 2 }, usdPerDay: { other: 50 } },
  ),
];
