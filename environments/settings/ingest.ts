import type { PipelineSettings } from './schedule';

/** When one source is taken in by itself, in between two runs of all tables. */
export type IngestSettings = ScheduledIngest | ArrivalIngest;

export interface ScheduledIngest {
  readonly on: 'schedule';
  readonly schedule: PipelineSettings;
}

/** As soon as a delivery is complete; only for sources of files. */
export interface ArrivalIngest {
  readonly on: 'arrival';
  /**
   * How the path of the file ends that completes a delivery: a name that a source writes last, such as `_SUCCESS`, or an ending,
   * such as `.parquet`, where every file is a delivery. Each such file starts one run, and no more than a hundred wait for their turn.
   */
  readonly endsWith: string;
  /** Whether the trigger listens. */
  readonly active: boolean;
}

/** A private way out of the workspace's managed network to what a connection calls. */
export interface SourceEndpoint {
  /** ARM id of the database server, event hub, storage account or API gateway. Its owner approves the endpoint. */
  readonly targetResourceId: string;
  /** Subresource of the target, such as `sqlServer`, `postgresqlServer`, `namespace`, `dfs` or `Gateway`. */
  readonly subresource: string;
}
