import { LAYERS } from '../../contracts/contract';
import type { AlertPlan } from './alert-plan';
import type { LakeAlertsProps } from './lake-alerts-props';
import { CAP_REACHED, goodRuns, layerMinutes, runCost, successPercent, terabyteCost } from './log-queries';
import { qualityAlerts } from './quality-alerts';
import { OFTEN, query } from './planned-query';
import { QUERY_WINDOWS, type QueryWindow } from './query-alert-props';

/** Alerts on what the pipeline's own log says of its runs, and on that log going blind. */
export function runAlerts(props: LakeAlertsProps): readonly AlertPlan[] {
  const { targets, poolUsdPerHour } = props;
  const freshness = windowOf(targets.freshnessHours);
  return [
    {
      ...query(props, 'PipelineSuccess', {
        name: 'pipeline-success',
        description: `Less than ${String(targets.pipelineSuccessPercent)} percent of the pipeline runs of a day succeeded. Look for what the failed ones have in common.`,
        query: successPercent(),
        measure: { column: 'percent', aggregation: 'Minimum' },
        operator: 'LessThan',
        frequency: 'PT1H',
        window: 'P1D',
      }),
      figure: { threshold: targets.pipelineSuccessPercent, severity: 2 },
    },
    ...(props.schedule.active
      ? [
          {
            ...query(props, 'Freshness', {
              name: 'freshness',
              description: `No run brought the lake up to date within ${freshness}: its data is older than promised. See whether the trigger runs, then the last run.`,
              query: goodRuns(),
              operator: 'LessThan',
              frequency: 'PT15M',
              window: freshness,
              // Runs differ by minutes in length, so that one answer may fall between two of them.
              failingPeriods: 2,
            }),
            figure: { threshold: 1, severity: 1 },
          } as const,
        ]
      : []),
    ...LAYERS.map((layer): AlertPlan => ({
      ...query(props, `Slow-${layer}`, {
        name: `${layer}-slow`,
        description: `The ${layer} tables of a run took longer than promised, the start of the pool included. Compare rows and files with the run before.`,
        query: layerMinutes(layer),
        measure: { column: 'minutes', aggregation: 'Maximum' },
        operator: 'GreaterThan',
        ...OFTEN,
      }),
      figure: { threshold: targets.layerMinutes[layer], severity: 2 },
    })),
    ...(poolUsdPerHour === undefined
      ? []
      : [
          {
            ...query(props, 'RunCost', {
              name: 'run-cost',
              description: `A run may have cost more than ${String(targets.usdPerRun)} dollars: its hours at the largest size of its pool. See what kept it running.`,
              query: runCost(poolUsdPerHour),
              measure: { column: 'usd', aggregation: 'Maximum' },
              operator: 'GreaterThan',
              ...OFTEN,
            }),
            figure: { threshold: targets.usdPerRun, severity: 2 },
          } as const,
          {
            ...query(props, 'TerabyteCost', {
              name: 'terabyte-cost',
              description: `A terabyte of a day's deliveries may have cost more than ${String(targets.usdPerLandedTerabyte)} dollars: the hours of all runs at the largest size of their pool. Compare with the days before in the cost report.`,
              query: terabyteCost(poolUsdPerHour),
              measure: { column: 'usdPerTerabyte', aggregation: 'Maximum' },
              operator: 'GreaterThan',
              frequency: 'PT1H',
              window: 'P1D',
            }),
            figure: { threshold: targets.usdPerLandedTerabyte, severity: 2 },
          } as const,
        ]),
    ...qualityAlerts(props),
    {
      ...query(props, 'LogCap', {
        name: 'log-cap-reached',
        description:
          'The daily cap of the log workspace is reached: logs are lost until tomorrow. Find what grew, or raise the cap.',
        query: CAP_REACHED,
        operator: 'GreaterThan',
        frequency: 'PT15M',
        window: 'PT30M',
      }),
      figure: { threshold: 0, severity: 1 },
    },
  ];
}

/** The shortest window that Azure looks back over and that is not below `hours`; two days are the most there is. */
export function windowOf(hours: number): QueryWindow {
  const windows = (Object.entries(QUERY_WINDOWS) as [QueryWindow, number][]).sort(([, one], [, other]) => one - other);
  return windows.find(([, minutes]) => minutes >= hours * 60)?.[0] ?? 'P2D';
}
