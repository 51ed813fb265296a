import type { Workload } from './workload-profile';

/**
 * How much an environment uses in a month, beside what its resources are: the part of a bill that no resource states.
 *
 * Give a `workload`, and quantities are derived from it and from what is synthesized: schedules, pools, windows, lifecycle
 * rules, log categories. A quantity that is stated here is taken as it is, and the estimate says so.
 */
export interface UsageProfile {
  /** What cannot be derived from the repository. @default - none: then only what is stated below is known */
  readonly workload?: Workload;
  /** One entry a container; capacity is the average of the month. */
  readonly storage?: Readonly<Partial<Record<'landing' | 'bronze' | 'silver' | 'gold' | 'system', StorageUsage>>> & {
    /** The copies in the other region, where an environment keeps backups. */
    readonly backup?: StorageUsage;
  };
  /** By Spark pool name. */
  readonly spark?: Readonly<Record<string, SparkUsage>>;
  /** Terabytes (decimal) that serverless SQL processes a month. */
  readonly serverlessSqlTb?: number;
  /** By dedicated SQL pool name. */
  readonly sqlPools?: Readonly<Record<string, SqlPoolUsage>>;
  /** Gigabytes (decimal) that Log Analytics takes in a month. */
  readonly logAnalyticsGb?: number;
  readonly pipelines?: PipelineUsage;
  /** Key Vault operations a month. */
  readonly keyVaultOperations?: number;
}

export interface StorageUsage {
  /** GiB at rest, all tiers together. */
  readonly storedGib: number;
  /** Share of `storedGib` by tier; the rest is hot. @default - everything hot */
  readonly tierShare?: { readonly cool?: number; readonly cold?: number; readonly archive?: number };
  /** Write operations a month (4 MiB each on the dfs endpoint). */
  readonly writes: number;
  /** Read operations a month (4 MiB each on the dfs endpoint). */
  readonly reads: number;
}

export interface SparkUsage {
  /** Hours a month in which the pool is up: running, starting and waiting for its auto-pause. */
  readonly hours: number;
  /** Average number of nodes while it is up, head node included. */
  readonly averageNodes: number;
}

export interface SqlPoolUsage {
  /** Hours a month online; the pause schedule decides it. */
  readonly onlineHours: number;
  /** Terabytes (decimal) stored. */
  readonly storedTb: number;
}

export interface PipelineUsage {
  /** Activity runs a month. */
  readonly activityRuns: number;
  /** Hours of external activities (Spark jobs, web calls) a month, on the runtime the factory uses. */
  readonly externalActivityHours: number;
}
