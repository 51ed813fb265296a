import type { TableContract } from '../../contracts/contract';
import type { BudgetSettings, EnvironmentTags, StateBackend } from '../../environments/settings/environment';
import type { AccessSettings, Contact } from '../../environments/settings/access';
import type { ServerlessSqlSettings } from '../../environments/settings/pools';
import type { PipelineSettings } from '../../environments/settings/schedule';
import type { Replication } from '../../azure/replication';
import type { NodeSize } from '../../azure/node-sizes';
import type { AlertSettings } from '../../environments/settings/alerts';
import type { NetworkSettings } from '../../environments/settings/network';
import type { OnlineWindow } from '../../environments/settings/online-window';
import type { Targets } from '../../environments/settings/targets';
import type { UsageProfile } from '../../environments/usage';

/**
 * A lakehouse in the shape of a Terraform module call: the resource group and the resources by their own names, pools as
 * lists, tables by layer. {@link fromModule} makes an environment of it, so that both forms build the same lake.
 *
 * Settings that Azure cannot honour are here to be refused with their reason and the nearest thing that works; `false` is
 * accepted, because it is what Azure does.
 */
export interface LakehouseModule {
  /** 2 to 10 lower-case letters and digits: the environment, and the name of its stack. */
  readonly name: string;
  readonly resourceGroup: string;
  /** Azure region, for example `eastus`. */
  readonly location: string;
  readonly tenantId: string;
  readonly subscriptionId: string;
  /** Account that keeps the Terraform state, made by hand once. */
  readonly state: StateBackend;
  readonly storageAccount: StorageAccountModule;
  readonly synapseWorkspace: SynapseWorkspaceModule;
  /** Contracts of the tables; loaded outside, because nothing here reads files. */
  readonly contracts: readonly TableContract[];
  /** Tables by layer, each with a contract and all its inputs in the list. @default - every table that has a contract */
  readonly deltaTables?: DeltaTables;
  readonly tags: EnvironmentTags;
  /** Groups of Entra ID and what they may do. */
  readonly access: AccessSettings;
  /** Who is called when an alert fires or a budget is passed; at least one. */
  readonly contacts: readonly Contact[];
  readonly budget: BudgetSettings;
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
  /** Gigabytes of logs a day; reaching it fires an alert. @default 10, twice a normal day of such a lake */
  readonly logsDailyCapGb?: number;
  /** Days for which logs are kept. @default 90, a quarter, which most audits ask for */
  readonly logsRetentionDays?: number;
  /** Days for which deleted keys and secrets can be recovered. @default 90, the longest */
  readonly vaultSoftDeleteDays?: number;
  /** Terraform refuses to destroy what holds data. @default true */
  readonly protectData?: boolean;
  /** Figures to hold. @default - those of `environments/settings/targets.ts`; 48 hours of freshness for a nightly pipeline */
  readonly targets?: Targets;
  /** Alerts that differ from the catalogue, or are left out. @default - all of them, at the targets */
  readonly alerts?: AlertSettings;
  /** Where serverless SQL stops. @default - 1 TB a day, 3 a week, 10 a month: fifty dollars */
  readonly serverlessSql?: ServerlessSqlSettings;
  /** What is used in a month, for the estimate. @default - an idle lake: fixed costs, and SQL pools online as scheduled */
  readonly usage?: UsageProfile;
}

export interface StorageAccountModule {
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

export interface SparkPoolModule {
  /** 1 to 15 letters and digits. */
  readonly name: string;
  readonly nodeSize: NodeSize;
  /** 3 to 200. */
  readonly minNodes: number;
  readonly maxNodes: number;
  /** 5 to 10080. */
  readonly autoPauseMinutes: number;
  /** `true` is refused: Synapse has no spot nodes. @default false, as Synapse is */
  readonly useSpotInstances?: boolean;
  /** Refused with spot instances, which it would belong to. @default - no bid, as Synapse is */
  readonly maxPricePerHour?: number;
}

export interface SqlPoolModule {
  /** 1 to 60 characters, no hyphen. */
  readonly name: string;
  readonly sku: string;
  /** Hours in which the pool answers: it is paused and resumed by a schedule that never stops a busy pool. */
  readonly online: OnlineWindow;
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
