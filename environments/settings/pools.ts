import type { NodeSize } from '../../azure/node-sizes';
import type { OnlineWindow } from './online-window';
import type { WorkloadGroupSettings } from './workload';

export interface SparkPoolSettings {
  /** 1 to 15 letters and digits. */
  readonly name: string;
  readonly nodeSize: NodeSize;
  /** 3 to 200: one head node and two workers are the least that Synapse starts. */
  readonly minNodes: number;
  readonly maxNodes: number;
  /** 5 to 10080 minutes after the last job. */
  readonly autoPauseMinutes: number;
  /** Python packages as `name==version`. @default - none */
  readonly packages?: readonly string[];
  /** Spark settings over those every pool has. @default - none */
  readonly conf?: Readonly<Record<string, string>>;
  /** Percent of each node's disk that keeps files once read, 0 to 100. @default - what Azure sets: none */
  readonly cachePercent?: number;
  /** A server that is told of every read and write. @default - none: jobs write their lineage to the ledger */
  readonly lineage?: LineageSettings;
}

export interface LineageSettings {
  /** `https://` address of a server that takes OpenLineage events; `openlineage-spark` must be a package of the workspace. */
  readonly url: string;
  /** Under which name the lake's jobs stand there. */
  readonly namespace: string;
}

export interface SqlPoolSettings {
  /** 1 to 60 characters, no hyphen. */
  readonly name: string;
  readonly sku: string;
  /** Redundancy of the pool's storage; `GRS` also gives geo backups, which `LRS` cannot have. */
  readonly storage: 'LRS' | 'GRS';
  /** The pool is paused outside these hours by a schedule: Synapse has no auto-pause for dedicated pools. */
  readonly online: OnlineWindow;
  /**
   * Minutes without a query, 30 to 720 and shorter than the window, after which the pool is paused before the window ends: an Automation
   * job looks once an hour. Nothing resumes it before the next window. The estimate counts the whole window: when nobody asks, nobody
   * knows before. @default - never before the window ends
   */
  readonly idlePauseMinutes?: number;
  /** Shares of the pool by kind of work. @default - none: whoever comes first gets what is free */
  readonly workloadGroups?: readonly WorkloadGroupSettings[];
}

/** Serverless SQL is billed by the terabyte it processes, and stops at these limits until the next day, week or month. */
export interface ServerlessSqlSettings {
  /** Whole terabytes, because the limit takes no others. */
  readonly tbPerDay: number;
  /** At least `tbPerDay`. */
  readonly tbPerWeek: number;
  /** At least `tbPerWeek`. */
  readonly tbPerMonth: number;
}
