import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import type { Construct } from 'constructs';
import type { TableContract } from '../../contracts/contract';
import type { Environment } from '../../environments/settings/environment';
import type { Names } from '../base/naming';
import type { SparkPool } from '../compute/spark-pool';
import type { SpotBatchPool } from '../compute/spot-batch-pool';
import type { SqlPool } from '../compute/sql-pool';
import type { SqlPoolScheduler } from '../compute/sql-pool-scheduler';
import type { Workspace } from '../compute/workspace';
import type { NetworkAccess } from '../network/network-access';
import type { AlertContacts } from '../observability/alert-contacts';
import type { LogWorkspace } from '../observability/log-workspace';
import type { Factory } from '../orchestration/factory';
import type { MedallionPipeline } from '../orchestration/medallion-pipeline';
import type { LakeBackup } from '../recovery/lake-backup';
import type { LakeKeys } from '../security/lake-keys';
import type { LakeVault } from '../security/lake-vault';
import type { LakeStorage } from '../storage/lake-storage';
import type { Tenant } from '../tenancy/tenant';

/*
 * The stages in which a lake is built. A part receives the stage it needs, never the half-built lake: a part that is built
 * too early does not compile, because the stage it asks for does not exist yet.
 */

/** Names, group, logs and network: what every resource needs. */
export interface Ground {
  /** Parent of every part; its path begins every address in Terraform. */
  readonly scope: Construct;
  readonly environment: Environment;
  readonly contracts: readonly TableContract[];
  readonly names: Names;
  readonly group: ResourceGroup;
  readonly logs: LogWorkspace;
  readonly network: NetworkAccess;
}

/** The vault, and customer-managed keys in it. */
export interface Secured extends Ground {
  readonly vault: LakeVault;
  /** Undefined where Microsoft manages the keys. */
  readonly keys: LakeKeys | undefined;
}

/** The accounts of the lake. */
export interface Stores extends Secured {
  readonly storage: LakeStorage;
}

/** Everything that computes. */
export interface Compute extends Stores {
  readonly workspace: Workspace;
  readonly sparkPools: readonly SparkPool[];
  readonly sqlPools: readonly SqlPool[];
  /** Undefined where Synapse runs every job. */
  readonly spotBatch: SpotBatchPool | undefined;
}

/** The tenants, with their own accounts and pools. */
export interface Inhabited extends Compute {
  readonly tenants: readonly Tenant[];
}

/** The factory, and the pipeline that refreshes every table. */
export interface Orchestrated extends Inhabited {
  readonly factory: Factory;
  readonly pipeline: MedallionPipeline;
}

/** The backup, which erasure has to reach. */
export interface Recoverable extends Orchestrated {
  /** Undefined where the environment asks for no backup. */
  readonly backup: LakeBackup | undefined;
}

/** The schedule of the dedicated SQL pools. */
export interface Scheduled extends Recoverable {
  /** Undefined where there is no dedicated SQL pool. */
  readonly scheduler: SqlPoolScheduler | undefined;
}

/** The people who are notified. */
export interface Watched extends Scheduled {
  readonly contacts: AlertContacts;
}
