import type { SparkPool } from '../compute/spark-pool';
import type { SqlPoolScheduler } from '../compute/sql-pool-scheduler';
import type { Workspace } from '../compute/workspace';
import type { AlertSettings } from '../../environments/settings/alerts';
import type { PipelineSettings } from '../../environments/settings/schedule';
import type { ServiceTargets } from '../../environments/settings/targets';
import type { Factory } from '../orchestration/factory';
import type { LakeVault } from '../security/lake-vault';
import type { LakeStorage } from '../storage/lake-storage';
import type { AlertContacts } from './alert-contacts';
import type { LogWorkspace } from './log-workspace';

/** A tenant whose tables are refreshed by a pipeline of its own. */
export interface WatchedTenant {
  readonly id: string;
  /** @default - started by hand: nobody can tell when its tables are late */
  readonly schedule?: PipelineSettings;
  /** US dollars for an hour of the pool that its jobs run on, at its largest. @default - no alert on the cost of its runs: it has no price */
  readonly poolUsdPerHour?: number;
  /** US dollars that all its runs of a day may cost; needs a price of its pool. @default - nobody says what it may cost */
  readonly usdPerDay?: number;
}

export interface LakeAlertsProps {
  readonly resourceGroupName: string;
  readonly resourceGroupId: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly contacts: AlertContacts;
  readonly logs: LogWorkspace;
  readonly storage: LakeStorage;
  readonly vault: LakeVault;
  readonly workspace: Workspace;
  /** Decimal terabytes, of all tiers together. */
  readonly capacityTb: number;
  /** Terabytes (decimal) that serverless SQL should not pass in a day. */
  readonly serverlessTbPerDay: number;
  readonly factory: Factory;
  readonly sparkPools: readonly SparkPool[];
  readonly schedule: PipelineSettings;
  readonly targets: ServiceTargets;
  /** Whose pipelines are watched too; a schedule says when one is late. @default - none */
  readonly tenants?: readonly WatchedTenant[];
  /** US dollars for an hour of the pipeline's pool at its largest. @default - no alert on the cost of a run: it has no price */
  readonly poolUsdPerHour?: number;
  /** @default - no alert, where there is no SQL pool to pause */
  readonly scheduler?: SqlPoolScheduler;
  /** What differs from the catalogue. @default - every alert, at the environment's targets */
  readonly settings?: AlertSettings;
}
