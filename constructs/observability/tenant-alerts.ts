import type { PipelineSettings } from '../../environments/settings/schedule';
import type { AlertPlan } from './alert-plan';
import type { LakeAlertsProps, WatchedTenant } from './lake-alerts-props';
import { tenantPipelineName } from '../orchestration/medallion-activities';
import { goodRuns, successPercent } from './log-queries';
import { query, windowOf } from './run-alerts';

const HOURS: Readonly<Record<PipelineSettings['frequency'], number>> = { Hour: 1, Day: 24 };
/** Azure looks back no further than two days. */
const LONGEST_HOURS = 48;

/** The alerts on each tenant's own pipeline, left out and tuned with those of the lake. */
export function tenantAlerts(props: LakeAlertsProps): readonly AlertPlan[] {
  return (props.tenants ?? []).flatMap((tenant) => [success(props, tenant), ...freshness(props, tenant)]);
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
