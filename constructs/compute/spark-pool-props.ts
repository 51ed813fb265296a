import type { NodeSize } from '../../environments/environment';

export interface SparkPoolProps {
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
}
