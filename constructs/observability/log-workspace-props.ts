import type { WithLock, WithTags } from '../base/standard-props';

export interface LogWorkspaceProps extends WithLock, WithTags {
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  /**
   * Gigabytes a day after which ingestion stops until the next day, from 0.023; -1 for no cap. Reaching the cap blinds every log
   * alert, so that an alert on the cap itself belongs to it (`log-cap-reached`).
   */
  readonly dailyCapGb: number;
  /** 30 to 730. @default 31, which the price of ingestion includes */
  readonly retentionDays?: number;
  /** Whether queries and settings of the workspace are logged in itself. @default true: who looked at the logs is part of the audit trail */
  readonly logsItself?: boolean;
}
