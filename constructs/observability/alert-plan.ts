import type { Construct } from 'constructs';
import type { AlertId, AlertSeverity } from '../../environments/settings/alerts';

/** An alert definition with its defaults, before overrides. */
export interface AlertPlan {
  readonly id: AlertId;
  /** Id of the construct; several plans of one alert differ in it. */
  readonly path: string;
  /** Absent where an event fires and not a figure; such an alert cannot be tuned, only left out. */
  readonly figure?: { readonly threshold: number; readonly severity: AlertSeverity };
  readonly make: (scope: Construct, path: string, tuned: TunedFigure) => unknown;
}

export interface TunedFigure {
  readonly threshold: number;
  readonly severity: AlertSeverity;
}
