import type { OnlineWindow } from '../../environments/settings/online-window';
import type { CustomerManagedKey } from '../security/customer-managed-key';
import type { WithDiagnostics, WithLock, WithTags } from '../base/standard-props';
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
  /**
   * Key of one's own for the account, which keeps a script and no secret. Its `keyId` names a version: Automation takes no other,
   * and after a rotation the account gets the new one. Its vault has no firewall, because none trusts Automation; that of a lake has one.
   * @default - a key that Azure keeps and rotates
   */
  readonly customerManagedKey?: CustomerManagedKey;
}

export interface ScheduledPool {
  readonly pool: SqlPool;
  readonly online: OnlineWindow;
  /**
   * Minutes without a query, 30 to 720 and shorter than the window, after which the pool is paused before the window ends. It is looked
   * at once an hour, so that the pause comes up to an hour later. @default - never before the window ends
   */
  readonly idlePauseMinutes?: number;
}
