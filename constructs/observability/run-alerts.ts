import { LAYERS } from '../../contracts/contract';
import type { AlertPlan } from './alert-plan';
import type { LakeAlertsProps } from './lake-alerts-props';
import { CAP_REACHED, figure, goodRuns, layerMinutes, runCost, successPercent, terabyteCost } from './log-queries';
import { QueryAlert } from './query-alert';
import { QUERY_WINDOWS, type QueryAlertProps, type QueryWindow } from './query-alert-props';

/** Asked as often as costs no more: a rule at a quarter of an hour is fifty cents a month, and at an hour the same. */
const OFTEN = { frequency: 'PT15M', window: 'PT1H' } as const;

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
              description: `A terabyte of a day's deliveries may have cost more than ${String(targets.usdPerTerabyte)} dollars to process. Compare with the days before.`,
              query: terabyteCost(poolUsdPerHour),
              measure: { column: 'usdPerTerabyte', aggregation: 'Maximum' },
              operator: 'GreaterThan',
              frequency: 'PT1H',
              window: 'P1D',
            }),
            figure: { threshold: targets.usdPerTerabyte, severity: 2 },
          } as const,
        ]),
    {
      ...query(props, 'SchemaPass', {
        name: 'schema-pass',
        description: `Less than ${String(targets.schemaPassPercent)} percent of the values of a day had the type of their contract. The workbook names the table.`,
        query: figure('schemaPassPercent'),
        measure: { column: 'value', aggregation: 'Minimum' },
        operator: 'LessThan',
        ...OFTEN,
      }),
      figure: { threshold: targets.schemaPassPercent, severity: 2 },
    },
    {
      ...query(props, 'Completeness', {
        name: 'completeness',
        description: `Less than ${String(targets.completenessPercent)} percent of the required values of a day were there. The workbook names the table.`,
        query: figure('completenessPercent'),
        measure: { column: 'value', aggregation: 'Minimum' },
        operator: 'LessThan',
        ...OFTEN,
      }),
      figure: { threshold: targets.completenessPercent, severity: 2 },
    },
    {
      ...query(props, 'PiiCoverage', {
        name: 'pii-coverage',
        description:
          'A column looks like personal data, and its contract does not say so: it may leave bronze readable. The report names the column; declare it, or leave the alert out if it is none.',
        query: figure('piiCoveragePercent'),
        measure: { column: 'value', aggregation: 'Minimum' },
        operator: 'LessThan',
        ...OFTEN,
      }),
      figure: { threshold: targets.piiCoveragePercent, severity: 1 },
    },
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

type Query = Omit<QueryAlertProps, 'resourceGroupName' | 'location' | 'logs' | 'contacts' | 'threshold' | 'severity'>;

export function query<Name extends string>(
  { resourceGroupName, location, logs, contacts }: LakeAlertsProps,
  path: string,
  settings: Query & { readonly name: Name },
): Pick<AlertPlan, 'path' | 'make'> & { readonly id: Name } {
  return {
    id: settings.name,
    path,
    make: (scope, id, tuned) =>
      new QueryAlert(scope, id, { ...settings, ...tuned, resourceGroupName, location, logs, contacts }),
  };
}
