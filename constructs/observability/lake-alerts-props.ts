import type { SparkPool } from '../compute/spark-pool';
import type { SqlPoolScheduler } from '../compute/sql-pool-scheduler';
import type { Factory } from '../orchestration/factory';
import type { LakeStorage } from '../storage/lake-storage';
import type { AlertContacts } from './alert-contacts';
import type { LogWorkspace } from './log-workspace';

export interface LakeAlertsProps {
  readonly resourceGroupName: string;
  readonly location: string;
  readonly contacts: AlertContacts;
  readonly logs: LogWorkspace;
  readonly storage: LakeStorage;
  /** Decimal terabytes, of all tiers together. */
  readonly capacityTb: number;
  readonly factory: Factory;
  readonly sparkPools: readonly SparkPool[];
  /** @default - no alert, where there is no SQL pool to pause */
  readonly scheduler?: SqlPoolScheduler;
}
