import { PortalDashboard } from '@cdktf/provider-azurerm/lib/portal-dashboard';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { applyTags } from '../base/standard';
import { LAYERS } from '../../contracts/contract';
import type { ServiceTargets } from '../../environments/settings/targets';
import { checkName } from '../base/naming';
import { metricPart, queryPart, textPart, type DashboardPart } from './dashboard-parts';
import type { LakeDashboardProps } from './lake-dashboard-props';
import { FAILURES, layerMinutes, successPercent, TABLE_FIGURES } from './log-queries';

const COLUMNS = 3;
const SIZE = { colSpan: 6, rowSpan: 4 } as const;

/**
 * The operators' page in the portal: what the lake has to hold, whether its runs hold it, and what failed.
 *
 * @throws ConfigurationError for a name that Azure refuses
 *
 * @example
 * new LakeDashboard(stack, 'Dashboard', {
 *   name: names.of(stack, 'dashboard'),
 *   title: 'Lake prod',
 *   resourceGroupName: group.name,
 *   location: environment.location,
 *   logs,
 *   storage,
 *   factory,
 *   sparkPools: [sparkPool],
 *   targets: environment.targets,
 * });
 */
export class LakeDashboard extends Judged {
  readonly dashboard: PortalDashboard;

  constructor(scope: Construct, id: string, props: LakeDashboardProps) {
    super(scope, id);
    this.dashboard = new PortalDashboard(this, 'Resource', {
      name: checkName(this, 'dashboard', props.name),
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      dashboardProperties: JSON.stringify({
        lenses: { 0: { order: 0, parts: Object.fromEntries(placed(partsOf(props)).map((part, at) => [at, part])) } },
        metadata: {
          model: {
            timeRange: {
              type: 'MsPortalFx.Composition.Configuration.ValueTypes.TimeRange',
              value: { relative: { duration: 24, timeUnit: 1 } },
            },
          },
        },
      }),
      tags: { 'hidden-title': props.title },
    });
    applyTags(this.dashboard, props);
  }
}

function partsOf({ title, targets, logs, storage, factory, sparkPools }: LakeDashboardProps): readonly DashboardPart[] {
  const workspace = logs.workspace.id;
  return [
    textPart(title, targetText(targets)),
    queryPart('Runs that succeeded, percent', workspace, successPercent(), 'P1D'),
    queryPart('What failed', workspace, FAILURES, 'P7D'),
    ...LAYERS.map((layer) => queryPart(`Minutes of ${layer}, by run`, workspace, layerMinutes(layer), 'P1D')),
    queryPart('Quality by table, last run', workspace, TABLE_FIGURES, 'P1D'),
    metricPart({
      title: 'Storage in use, bytes',
      resourceIds: storage.accounts.map(({ account }) => account.id),
      namespace: 'Microsoft.Storage/storageAccounts',
      metric: 'UsedCapacity',
      aggregation: 'Average',
    }),
    metricPart({
      title: 'Storage availability, percent',
      resourceIds: storage.accounts.map(({ account }) => account.id),
      namespace: 'Microsoft.Storage/storageAccounts',
      metric: 'Availability',
      aggregation: 'Average',
    }),
    metricPart({
      title: 'Pipeline runs that failed',
      resourceIds: [factory.factory.id],
      namespace: 'Microsoft.DataFactory/factories',
      metric: 'PipelineFailedRuns',
      aggregation: 'Total',
    }),
    metricPart({
      title: 'Spark vCores in use',
      resourceIds: sparkPools.map(({ pool }) => pool.id),
      namespace: 'Microsoft.Synapse/workspaces/bigDataPools',
      metric: 'BigDataPoolAllocatedCores',
      aggregation: 'Maximum',
    }),
  ];
}

function placed(parts: readonly DashboardPart[]): readonly object[] {
  return parts.map((metadata, index) => ({
    position: { x: (index % COLUMNS) * SIZE.colSpan, y: Math.floor(index / COLUMNS) * SIZE.rowSpan, ...SIZE },
    metadata,
  }));
}

function targetText(targets: ServiceTargets): string {
  const { layerMinutes: minutes } = targets;
  return [
    '| figure | target |',
    '|---|---|',
    `| bronze, silver, gold | ${String(minutes.bronze)}, ${String(minutes.silver)}, ${String(minutes.gold)} minutes |`,
    `| fresh within | ${String(targets.freshnessHours)} h |`,
    `| runs that succeed | ${String(targets.pipelineSuccessPercent)} % |`,
    `| schema, completeness | ${String(targets.schemaPassPercent)} %, ${String(targets.completenessPercent)} % |`,
    `| personal columns that contracts name | ${String(targets.piiCoveragePercent)} % |`,
    `| availability | ${String(targets.availabilityPercent)} % |`,
    `| a run, a landed terabyte all in, storage a month | $${String(targets.usdPerRun)}, $${String(targets.usdPerLandedTerabyte)}, $${String(targets.storageUsdPerMonth)} |`,
  ].join('\n');
}
