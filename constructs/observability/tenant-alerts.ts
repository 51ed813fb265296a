import type { PipelineSettings } from '../../environments/settings/schedule';
import type { AlertPlan } from './alert-plan';
import type { LakeAlertsProps, WatchedTenant } from './lake-alerts-props';
import { pipelinesOfTenant, tenantPipelineName } from '../orchestration/medallion-activities';
import { costOfRuns, goodRuns, runCost, successPercent } from './log-queries';
import { OFTEN, query } from './planned-query';
import { qualityAlerts } from './quality-alerts';
import { windowOf } from './run-alerts';

const HOURS: Readonly<Record<PipelineSettings['frequency'], number>> = { Hour: 1, Day: 24 };
/** Azure looks back no further than two days. */
const LONGEST_HOURS = 48;

/** The alerts on each tenant's own pipeline, left out and tuned with those of the lake. */
export function tenantAlerts(props: LakeAlertsProps): readonly AlertPlan[] {
  return (props.tenants ?? []).flatMap((tenant) => [
    success(props, tenant),
    ...freshness(props, tenant),
    ...qualityAlerts(props, tenant.id),
    ...runCosts(props, tenant),
    ...dayCosts(props, tenant),
  ]);
}

function success(props: LakeAlertsProps, { id }: WatchedTenant): AlertPlan {
  const { pipelineSuccessPercent: threshold } = props.targets;
  return {
    ...query(props, `PipelineSuccess-${id}`, {
      name: `pipeline-success-${id}`,
      description: `Less than ${String(threshold)} percent of the runs of a day succeeded for ${id}. Look for what the failed ones have in common.`,
      query: successPercent(tenantPipelineName(id)),
      measure: { column: 'percent', aggregation: 'Minimum' },
      operator: 'LessThan',
      frequency: 'PT1H',
      window: 'P1D',
    }),
    id: 'pipeline-success',
    figure: { threshold, severity: 2 },
  };
}

/** What the environment promises, but no sooner than a second run could have come; none where that is beyond two days. */
function freshness(props: LakeAlertsProps, { id, schedule }: WatchedTenant): readonly AlertPlan[] {
  if (schedule?.active !== true) return [];
  const hours = Math.max(props.targets.freshnessHours, 2 * schedule.interval * HOURS[schedule.frequency]);
  if (hours > LONGEST_HOURS) return [];
  const window = windowOf(hours);
  return [
    {
      ...query(props, `Freshness-${id}`, {
        name: `freshness-${id}`,
        description: `No run brought the tables of ${id} up to date within ${window}. See whether its trigger runs, then its last run.`,
        query: goodRuns(tenantPipelineName(id)),
        operator: 'LessThan',
        frequency: 'PT15M',
        window,
        failingPeriods: 2,
      }),
      id: 'freshness',
      figure: { threshold: 1, severity: 1 },
    },
  ];
}

function runCosts(props: LakeAlertsProps, { id, poolUsdPerHour }: WatchedTenant): readonly AlertPlan[] {
  if (poolUsdPerHour === undefined) return [];
  const { usdPerRun: threshold } = props.targets;
  return [
    {
      ...query(props, `RunCost-${id}`, {
        name: `run-cost-${id}`,
        description: `A run for ${id} may have cost more than ${String(threshold)} dollars: its hours at the largest size of its pool. See what kept it running.`,
        query: runCost(poolUsdPerHour, tenantPipelineName(id)),
        measure: { column: 'usd', aggregation: 'Maximum' },
        operator: 'GreaterThan',
        ...OFTEN,
      }),
      id: 'run-cost',
      figure: { threshold, severity: 2 },
    },
  ];
}

/** What no budget of Azure can tell where tenants share account and pool. */
function dayCosts(props: LakeAlertsProps, { id, poolUsdPerHour, usdPerDay }: WatchedTenant): readonly AlertPlan[] {
  if (usdPerDay === undefined || poolUsdPerHour === undefined) return [];
  return [
    {
      ...query(props, `DayCost-${id}`, {
        name: `tenant-cost-${id}`,
        description: `All runs of a day for ${id} may have cost more than ${String(usdPerDay)} dollars: their hours at the largest size of its pool, storage not counted. See which of its pipelines ran longer.`,
        query: costOfRuns(poolUsdPerHour, pipelinesOfTenant(id)),
        measure: { column: 'usd', aggregation: 'Maximum' },
        operator: 'GreaterThan',
        frequency: 'PT1H',
        window: 'P1D',
      }),
      id: 'tenant-cost',
      figure: { threshold: usdPerDay, severity: 2 },
    },
  ];
}
