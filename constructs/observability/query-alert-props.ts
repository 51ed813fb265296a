import type { WithTags } from '../base/standard-props';
import type { AlertContacts } from './alert-contacts';
import type { LogWorkspace } from './log-workspace';

export interface QueryAlertProps extends WithTags {
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  /** What fires, what it means, and what to do. */
  readonly description: string;
  readonly logs: LogWorkspace;
  /** KQL over the workspace. */
  readonly query: string;
  /** Column that holds the figure. @default - rows are counted */
  readonly measure?: QueryMeasure;
  readonly operator: 'GreaterThan' | 'LessThan';
  readonly threshold: number;
  /** How often the question is asked; beyond a quarter of an hour a rule gets no cheaper. */
  readonly frequency: QueryFrequency;
  /** Time the question looks back over; at least the frequency. */
  readonly window: QueryWindow;
  /** Of this many last answers all must be beyond the threshold, 1 to 6. @default 1 */
  readonly failingPeriods?: number;
  /** 0 (critical) to 4 (verbose). @default 2, a warning that somebody reads the same day */
  readonly severity?: number;
  readonly contacts: AlertContacts;
}

export interface QueryMeasure {
  readonly column: string;
  readonly aggregation: 'Average' | 'Maximum' | 'Minimum' | 'Total';
}

/** Minutes by the durations that a log alert may be asked at. */
export const QUERY_FREQUENCIES = { PT5M: 5, PT10M: 10, PT15M: 15, PT30M: 30, PT1H: 60, PT6H: 360, P1D: 1440 } as const;
export type QueryFrequency = keyof typeof QUERY_FREQUENCIES;

/** Minutes by the durations that a log alert may look back; two days are the most. */
export const QUERY_WINDOWS = {
  ...QUERY_FREQUENCIES,
  PT2H: 120,
  PT3H: 180,
  PT4H: 240,
  PT5H: 300,
  P2D: 2880,
} as const;
export type QueryWindow = keyof typeof QUERY_WINDOWS;
