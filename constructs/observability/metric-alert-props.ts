import type { WithTags } from '../base/standard-props';
import type { AlertContacts } from './alert-contacts';

export interface MetricAlertProps extends WithTags {
  readonly name: string;
  readonly resourceGroupName: string;
  /** What fires, what it means, and what to do. */
  readonly description: string;
  /** The one resource that is watched. */
  readonly scope: string;
  /** For example `Microsoft.DataFactory/factories`. */
  readonly namespace: string;
  readonly metric: string;
  readonly aggregation: 'Average' | 'Count' | 'Minimum' | 'Maximum' | 'Total';
  /** Fires beyond it, on the side that `operator` says. */
  readonly threshold: number;
  /** @default GreaterThan, because most figures are better small */
  readonly operator?: 'GreaterThan' | 'LessThan';
  /** Only series with these values count. @default - all series */
  readonly dimension?: { readonly name: string; readonly values: readonly string[] };
  /** How often the metric is looked at; storage capacity exists once an hour only. */
  readonly frequency: AlertFrequency;
  /** Longer than the frequency; `PT1H` may equal it. */
  readonly window: AlertWindow;
  /** 0 (critical) to 4 (verbose). @default 2, a warning that somebody reads the same day */
  readonly severity?: number;
  readonly contacts: AlertContacts;
}

/** Minutes by the durations that Azure takes. */
export const ALERT_FREQUENCIES = { PT1M: 1, PT5M: 5, PT15M: 15, PT30M: 30, PT1H: 60 } as const;
export type AlertFrequency = keyof typeof ALERT_FREQUENCIES;

export const ALERT_WINDOWS = { ...ALERT_FREQUENCIES, PT6H: 360, PT12H: 720, P1D: 1440 } as const;
export type AlertWindow = keyof typeof ALERT_WINDOWS;
