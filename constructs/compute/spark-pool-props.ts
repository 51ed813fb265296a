import type { NodeSize } from '../../azure/node-sizes';
import type { LineageSettings } from '../../environments/settings/pools';
import type { WithDiagnostics, WithTags } from '../base/standard-props';

export interface SparkPoolProps extends WithDiagnostics, WithTags {
  readonly workspaceId: string;
  /** 1 to 15 letters and digits. */
  readonly name: string;
  readonly nodeSize: NodeSize;
  /** 3 to 200. Synapse has no smaller pool, and no spot nodes: for those see AKS, Databricks or Batch. */
  readonly minNodes: number;
  /** `minNodes` to 200. */
  readonly maxNodes: number;
  /** 5 to 10080 minutes after the last job. Mandatory: without it a pool never pauses. */
  readonly autoPauseMinutes: number;
  /** Fewest executors an application starts with. @default 1, so that a small table does not reserve the pool */
  readonly minExecutors?: number;
  /** Most executors of one application. @default - one less than `maxNodes`, which leaves a node for the driver */
  readonly maxExecutors?: number;
  /**
   * Python packages, each pinned as `name==version`. They are fetched from PyPI when the pool starts, which a workspace with
   * exfiltration protection forbids: there they are uploaded to the workspace.
   * @default - none: a release brings its own code and needs nothing beyond what Synapse ships
   */
  readonly packages?: readonly string[];
  /** Spark settings beside and over {@link POOL_SPARK_CONF}. @default - those alone */
  readonly conf?: Readonly<Record<string, string>>;
  /** Percent of each node's disk that keeps files once read, 0 to 100. @default - what Azure sets: none */
  readonly cachePercent?: number;
  /** Where driver and executors send their log. @default - folders `logs` and `events` of the primary filesystem, without a key */
  readonly logShipping?: SparkLogShipping;
  /** Tells every read and write to a lineage server. @default - nowhere: jobs write their lineage to the ledger */
  readonly lineage?: SparkLineage;
}

/**
 * Shipping to Log Analytics signs in with the key of the log workspace, so that this workspace has to allow keys; that of a
 * lake does not. The names of the settings are those of Microsoft's pages on Synapse (not tried on a live workspace).
 */
export interface SparkLogShipping {
  /** GUID of the log workspace, not its ARM id. */
  readonly workspaceId: string;
  /** Vault that keeps the key of the log workspace. */
  readonly vaultName: string;
  /** Secret in that vault. */
  readonly secretName: string;
}

/** Where a pool tells its lineage. */
export type SparkLineage = LineageSettings;
