import type { OnlineWindow } from '../../environments/online-window';
import type { WithDiagnostics, WithLock, WithTags } from '../standard-props';
import type { SqlPool } from './sql-pool';

export interface SqlPoolSchedulerProps extends WithDiagnostics, WithLock, WithTags {
  /** Of the Automation account. */
  readonly name: string;
  readonly resourceGroupName: string;
  readonly resourceGroupId: string;
  readonly location: string;
  /** Distinguishes the custom role's name, which is unique in a tenant. */
  readonly suffix: string;
  readonly pools: readonly ScheduledPool[];
  /** Minutes for which a busy pool is waited for, 10 to 170; a job may run three hours. @default 120 */
  readonly patienceMinutes?: number;
}

export interface ScheduledPool {
  readonly pool: SqlPool;
  readonly online: OnlineWindow;
}
