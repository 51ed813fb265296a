import type { AccessSettings, Contact } from './access';
import type { SparkPoolSettings, SqlPoolSettings, ServerlessSqlSettings } from './pools';
import type { PipelineSettings } from './schedule';
import type { Connection } from '../../contracts/manifest';
import type { UsageProfile } from '../usage';
import type { AlertSettings } from './alerts';
import type { SpotBatchSettings } from './spot-batch';
import type { CatalogSettings } from './catalog';
import type { CloudName } from '../../azure/clouds';
import type { FactorySettings } from './factory';
import type { IngestSettings, SourceEndpoint } from './ingest';
import type { NetworkSettings } from './network';
import type { PackName } from './policy-pack';
import type { RecoverySettings } from './recovery';
import type { SessionForm, SessionSize } from './sessions';
import type { StorageSettings } from './storage';
import type { ServiceTargets } from './targets';
import type { TenantSettings } from './tenants';

/** Where a lake stands and how big: everything that differs between dev, staging and prod, and nothing else. */
export interface Environment {
  /** 2 to 10 lower-case letters and digits; the name of its stack, part of every resource name. */
  readonly name: string;
  /** Azure region, for example `eastus`. */
  readonly location: string;
  /** @default 'public'; US Government and China have regions, addresses and accounts of their own */
  readonly cloud?: CloudName;
  readonly tenantId: string;
  readonly subscriptionId: string;
  /** 2 to 8 lower-case letters and digits, part of every resource name. */
  readonly workload: string;
  /** Any text that is yours alone: globally unique names end in five characters of its hash. Changing it renames them. */
  readonly nameSeed: string;
  /** Names that are given instead of made. @default - all made from workload, environment and region or suffix */
  readonly names?: FixedNames;
  readonly tags: EnvironmentTags;
  /**
   * Data survives a mistake: Terraform refuses to destroy data stores, deletion of the lake is locked, purging is off.
   * False only where everything can be made again.
   */
  readonly protectData: boolean;
  readonly state: StateBackend;
  readonly network: NetworkSettings;
  readonly storage: StorageSettings;
  readonly keyVault: KeyVaultSettings;
  /**
   * Keys of our own for storage, workspace (with its SQL pools) and factory. For the workspace it can only be chosen when it
   * is made. @default - keys that Microsoft keeps: they cost nothing and need no care
   */
  readonly encryption?: EncryptionSettings;
  readonly logs: LogSettings;
  readonly sparkPools: readonly SparkPoolSettings[];
  /** Name of the pool that runs the medallion pipeline. */
  readonly pipelinePool: string;
  readonly sqlPools: readonly SqlPoolSettings[];
  readonly serverlessSql: ServerlessSqlSettings;
  /** Spot nodes for batch jobs. @default - none: Synapse runs every job */
  readonly spotBatch?: SpotBatchSettings;
  readonly pipeline: PipelineSettings;
  /** What one Spark application of the pipeline works through. @default 'run': every session start is minutes, waited for and paid */
  readonly sessions?: SessionForm;
  /** Size of an application with several tables. @default - the smallest pool: one driver and two executors as large as its nodes */
  readonly sessionSize?: SessionSize;
  /** When files are compacted and vacuumed. Off peak: it uses the pool of the pipeline. @default - only when started by hand */
  readonly maintenance?: PipelineSettings;
  /** Repository and global parameters of the Data Factory. @default - none */
  readonly factory?: FactorySettings;
  /**
   * Microsoft Purview account of workspace and factory. The workspace takes it only when it is made. @default - none: contracts are
   * the catalogue
   */
  readonly catalog?: CatalogSettings;
  readonly access: AccessSettings;
  /** Customers or business units that must not see each other's data. @default - none: the lake has one owner */
  readonly tenants?: readonly TenantSettings[];
  /** Backup, and what it has to achieve. @default - none: everything can be made again from its sources */
  readonly recovery?: RecoverySettings;
  /** Who is notified when an alert fires or a budget is passed; at least one. */
  readonly contacts: readonly Contact[];
  readonly budget: BudgetSettings;
  /** Whether the bill is exported into `landing` every day. @default false: not confirmed through a firewall that denies */
  readonly costExport?: boolean;
  /**
   * Azure Policy on the resource group, for whoever works in it: no public access, tags, regions. Making it needs a deployer
   * who may write policy in the subscription.
   * @default - none: only what is deployed from here is held to the rules
   */
  readonly guard?: 'enforce' | 'report';
  /**
   * Policy rules that the lake is held to.
   * @default - by name: `dev` baseline, `staging` and `prod` production, every other name regulated, which holds all rules
   */
  readonly policyPack?: PackName;
  /** Figures to hold; an alert fires at each that is missed. */
  readonly targets: ServiceTargets;
  /** Alerts that differ from the catalogue, or are left out. @default - all of them, at the targets */
  readonly alerts?: AlertSettings;
  /** What is used in a month, for the cost estimate. */
  readonly usage: UsageProfile;
  /** What the sources of contracts call, by name; secrets stand in a key vault. @default - none */
  readonly connections?: Readonly<Record<string, Connection>>;
  /** Private ways to what connections call, by the same name. @default - none: Spark goes through the managed network's own way out */
  readonly sourceEndpoints?: Readonly<Record<string, SourceEndpoint>>;
  /** Sources that are taken in by themselves, by bronze table. @default - none: with all tables, or by hand */
  readonly ingest?: Readonly<Record<string, IngestSettings>>;
}

/** Names of one's own choice; each must still be one that Azure takes, and that nobody else has where it is global. */
export interface FixedNames {
  /** @default - `rg-<workload>-<environment>-<region>` */
  readonly resourceGroup?: string;
  /** @default - `st<workload><environment><suffix>` */
  readonly storageAccount?: string;
  /** @default - `synw-<workload>-<environment>-<suffix>` */
  readonly synapseWorkspace?: string;
  /** A login that signs nobody in, fixed once the workspace exists. @default 'medallionsql' */
  readonly sqlLogin?: string;
}

/** Tags that every resource carries; Azure compares their names without case. */
export interface EnvironmentTags {
  readonly Environment: string;
  readonly CostCenter: string;
  readonly Owner: string;
}

/** Account that keeps the Terraform state. It is made by hand once, before anything else (docs: Remote state). */
export interface StateBackend {
  readonly resourceGroup: string;
  readonly storageAccount: string;
  readonly container: string;
}

export interface KeyVaultSettings {
  /** 7 to 90; can never be changed on an existing vault. */
  readonly softDeleteDays: number;
  /** A premium vault can keep keys in hardware (`encryption.keyType`). @default 'standard': software keys cost the same in both */
  readonly sku?: VaultSku;
}

export type VaultSku = 'standard' | 'premium';
/** `RSA-HSM` never leaves a hardware security module; only a premium vault has one. */
export type EncryptionKeyType = 'RSA' | 'RSA-HSM';

export interface EncryptionSettings {
  /** Days after which a key is replaced by a new version, 28 to 730. The old version stays: data is not written again. */
  readonly rotationDays: number;
  /**
   * Where the keys are kept: in software, or in a hardware security module at five dollars per key and month. A key cannot move: another
   * type is another key, so choose when the lake is made. @default 'RSA', in software
   */
  readonly keyType?: EncryptionKeyType;
}

export interface LogSettings {
  /** Reaching it stops ingestion until the next day and fires an alert; -1 takes everything. */
  readonly dailyCapGb: number;
  /** 30 to 730; the first 31 days cost nothing. */
  readonly retentionDays: number;
  /**
   * Whether every statement at the SQL endpoints, serverless and dedicated, is logged with who sent it.
   * @default false: a line a query, paid by the gigabyte
   */
  readonly sqlAudit?: boolean;
}

export interface BudgetSettings {
  /** US dollars a month for the resource group. */
  readonly monthlyUsd: number;
  /** First day of a month, `YYYY-MM-01`. Pinned: changing it replaces the budget. */
  readonly startDate: string;
  /**
   * Budgets of parts of the bill, US dollars a month: all storage accounts, and the workspace with its pools.
   * @default - none beside the whole
   */
  readonly parts?: { readonly storage?: number; readonly synapse?: number };
  /** By storage account, with one account a layer only: the bill cannot tell layers of one account apart. @default - none */
  readonly layers?: Readonly<Record<string, number>>;
}
