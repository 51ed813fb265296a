import type { Replication } from '../../azure/replication';
import type { TableContract } from '../../contracts/contract';
import type { Environment, LogSettings, VaultSku } from '../../environments/settings/environment';
import type { NetworkSettings } from '../../environments/settings/network';
import type { ServerlessSqlSettings, SparkPoolSettings, SqlPoolSettings } from '../../environments/settings/pools';
import type { PipelineSettings } from '../../environments/settings/schedule';
import type { StorageSettings } from '../../environments/settings/storage';
import type { ServiceTargets } from '../../environments/settings/targets';
import type { UsageProfile } from '../../environments/usage';

/** Settings of an environment that a module call writes in its own words, or may leave out. */
type OwnWords =
  | 'names'
  | 'workload'
  | 'nameSeed'
  | 'protectData'
  | 'network'
  | 'storage'
  | 'keyVault'
  | 'logs'
  | 'sparkPools'
  | 'pipelinePool'
  | 'sqlPools'
  | 'serverlessSql'
  | 'pipeline'
  | 'targets'
  | 'usage';

/** Settings that a module call takes under the name of the environment's, and passes on as they are. */
export type PassedOn = Exclude<keyof Environment, OwnWords>;

/**
 * A lakehouse in the shape of a Terraform module call: the resource group and the resources by their own names, pools as
 * lists, tables by layer. Every other setting is that of an environment, under the same name, so that both forms can ask
 * for the same lake.
 *
 * Settings that Azure cannot honour are here to be refused with their reason and the nearest thing that works; `false` is
 * accepted, because it is what Azure does.
 */
export interface LakehouseModule extends Omit<Environment, OwnWords> {
  readonly resourceGroup: string;
  readonly storageAccount: StorageAccountModule;
  readonly synapseWorkspace: SynapseWorkspaceModule;
  /** Contracts of the tables; loaded outside, because nothing here reads files. */
  readonly contracts: readonly TableContract[];
  /** Tables by layer, each with a contract and all its inputs in the list. @default - every table that has a contract */
  readonly deltaTables?: DeltaTables;
  /** How the lake is reached. @default - endpoints whose firewalls let in the managed networks and nobody else */
  readonly network?: NetworkSettings;
  /** 2 to 8 letters and digits, part of the names that are made. @default 'lake' */
  readonly workload?: string;
  /** Text that makes generated global names unique. @default - subscription and resource group, which are yours alone */
  readonly nameSeed?: string;
  /** Decimal terabytes at rest beyond which an alert fires. @default 5, about what the storage target of $5,000 buys */
  readonly capacityAlertTb?: number;
  /** When the medallion pipeline runs. @default - every night at 02:00 UTC, off peak, from the start of the budget on */
  readonly pipeline?: PipelineSettings;
  /** Name of the Spark pool that runs the medallion pipeline. @default - the first pool */
  readonly pipelinePool?: string;
  /** Gigabytes of logs per day; reaching it fires an alert. @default 10, twice a normal day of such a lake */
  readonly logsDailyCapGb?: number;
  /** Days for which logs are kept. @default 90, a quarter, which most audits ask for */
  readonly logsRetentionDays?: number;
  /** What is logged beyond the standard categories. @default - nothing: it is paid by the gigabyte */
  readonly logs?: Omit<LogSettings, 'dailyCapGb' | 'retentionDays'>;
  /** Days for which deleted keys and secrets can be recovered. @default 90, the longest */
  readonly vaultSoftDeleteDays?: number;
  /** Whether keys can be kept in hardware. @default 'standard': keys in software only */
  readonly vaultSku?: VaultSku;
  /** Terraform refuses to destroy what holds data. @default true */
  readonly protectData?: boolean;
  /** Figures to hold. @default - those of `environments/settings/targets.ts`; 48 hours of freshness for a nightly pipeline */
  readonly targets?: ServiceTargets;
  /** Where serverless SQL stops. @default - 1 TB a day, 3 a week, 10 a month: fifty dollars */
  readonly serverlessSql?: ServerlessSqlSettings;
  /** What is used in a month, for the estimate. @default - an idle lake: fixed costs, and SQL pools online as scheduled */
  readonly usage?: UsageProfile;
}

/** The account by its own name; what else is set is that of an environment's `storage`. */
export interface StorageAccountModule extends Omit<StorageSettings, 'replication' | 'capacityAlertTb'> {
  /** 3 to 24 lower-case letters and digits, unique in all of Azure. */
  readonly name: string;
  /** `Premium` is refused: it has neither tiers nor geo redundancy. @default 'Standard', the tier of every lake */
  readonly tier?: string;
  readonly replicationType: Replication;
  /** `true` is refused: a hierarchical namespace has no blob versions. @default false, Delta keeps versions instead */
  readonly enableVersioning?: boolean;
  /** Days after the last change. @default - what each contract says for its table */
  readonly lifecycleRules?: LifecycleRulesModule;
}

export interface LifecycleRulesModule {
  /**
   * 30 or more: data files of silver and gold Delta tables, and of bronze, go to cool, where they stay online.
   * @default - no move
   */
  readonly moveToCool?: number;
  /** 90 or more, and 30 after `moveToCool`: they go on to cold, which is online as well. @default - no move */
  readonly moveToCold?: number;
  /** Raw files in `landing` go to archive, offline for up to 15 hours; not on zone-redundant accounts. @default - no move */
  readonly moveRawToArchive?: number;
  /** Refused: it would archive live Delta tables, which then cannot be read. @default - no move, see `moveRawToArchive` */
  readonly moveToArchive?: number;
}

export interface SynapseWorkspaceModule {
  /** 1 to 50 lower-case letters, digits and inner hyphens, unique in all of Azure. */
  readonly name: string;
  /** A login that signs nobody in: the workspace takes Entra ID only. @default 'medallionsql', fixed at creation */
  readonly sqlAdminUsername?: string;
  /** `false` is refused: the network can only be chosen at creation. @default true, so that Spark reaches private data */
  readonly managedVnetEnabled?: boolean;
  /** At least one; the first runs the medallion pipeline. */
  readonly sparkPools: readonly SparkPoolModule[];
  /** Dedicated pools. @default - none, serverless SQL answers queries */
  readonly sqlPools?: readonly SqlPoolModule[];
}

export interface SparkPoolModule extends SparkPoolSettings {
  /** `true` is refused: Synapse has no spot nodes. @default false, as Synapse is */
  readonly useSpotInstances?: boolean;
  /** Refused with spot instances, which it would belong to. @default - no bid, as Synapse is */
  readonly maxPricePerHour?: number;
}

export interface SqlPoolModule extends Omit<SqlPoolSettings, 'storage'> {
  /** Redundancy, fixed once the pool exists. @default 'GRS', which gives backups in the paired region */
  readonly storage?: 'LRS' | 'GRS';
  /** `true` is refused: a dedicated pool has no auto-pause. @default false, see `online` */
  readonly autoPauseEnabled?: boolean;
  /** Refused with auto-pause, which it would belong to. @default - no delay, see `online` */
  readonly autoPauseDelay?: number;
}

export interface DeltaTables {
  readonly bronze: readonly string[];
  readonly silver: readonly string[];
  readonly gold: readonly string[];
}
