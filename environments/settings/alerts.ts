/** Every alert of a lake by what it says; one that watches each of several pools carries the pool's name behind it. */
export const ALERT_IDS = [
  'storage-capacity',
  'storage-availability',
  'access-denied',
  'vault-denied',
  'pipeline-failed',
  'pipeline-success',
  'freshness',
  'bronze-slow',
  'silver-slow',
  'gold-slow',
  'run-cost',
  'terabyte-cost',
  'tenant-cost',
  'schema-pass',
  'completeness',
  'pii-coverage',
  'spark-failed',
  'sql-schedule-failed',
  'serverless-data',
  'log-cap-reached',
  'service-health',
  'resource-health',
  'resource-deleted',
  'lock-removed',
  'role-changed',
] as const;
export type AlertId = (typeof ALERT_IDS)[number];

export interface AlertTuning {
  /** In the alert's own unit. @default - the target of the environment, or the figure in the alert's description */
  readonly threshold?: number;
  /** 0 (critical, wakes people up) to 4 (for the record). @default - by alert, see the catalogue of alerts */
  readonly severity?: AlertSeverity;
}

export type AlertSeverity = 0 | 1 | 2 | 3 | 4;

/** What differs from the catalogue; `false` leaves an alert out. */
export type AlertSettings = Partial<Readonly<Record<AlertId, AlertTuning | false>>>;
