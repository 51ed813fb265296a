import type { Replication } from '../../azure/replication';

/** What an account of its own can be made for; `system` also holds releases and audit evidence. */
export const STORAGE_LAYERS = ['landing', 'bronze', 'silver', 'gold', 'system'] as const;
export type StorageLayer = (typeof STORAGE_LAYERS)[number];

export interface StorageSettings {
  /**
   * `single`: one account. `perLayer`: one account a layer, which gives the exact bill and a redundancy of its own for
   * each, costs two private endpoints an account, and cannot be changed later without moving every table.
   * @default single, because tags and the ledger split cost well enough until somebody has to pay for one layer
   */
  readonly layout?: 'single' | 'perLayer';
  /** A later change between {LRS, GRS, RAGRS} and {ZRS, GZRS, RAGZRS} replaces the account, and ZRS kinds cannot archive. */
  readonly replication: Replication;
  /** Layers that differ from `replication`; layout `perLayer` only. @default - none: all have the same */
  readonly layerReplication?: Readonly<Partial<Record<StorageLayer, Replication>>>;
  /** Decimal terabytes at rest beyond which an alert fires. */
  readonly capacityAlertTb: number;
  /**
   * Layers of which every read is logged with who read: what an audit of reads depends on. With layout `single` all layers or
   * none, because the one account logs for all.
   * @default - none: on a Spark lake reads are the largest cost of a log workspace; the estimate prices them
   */
  readonly readLogs?: readonly StorageLayer[];
  /** Weekly list of every file with its size and tier, written to `system`. @default false: scanning is billed by object */
  readonly inventory?: boolean;
  /** Microsoft Defender for Storage. @default - off: it is billed by account and by scanned gigabyte */
  readonly defender?: DefenderSettings;
  /** Write-once protection of the audit container. @default - none: evidence of a trial need not outlive it */
  readonly audit?: AuditSettings;
}

export interface DefenderSettings {
  /** Gigabytes a month that are scanned for malware when they arrive; scanning stops there. At least 1. */
  readonly monthlyScanCapGb: number;
}

export interface AuditSettings {
  /** Days for which evidence can be neither changed nor deleted, 1 to 146,000; it can still be added to. */
  readonly retentionDays: number;
  /**
   * Nobody, Microsoft included, can shorten a locked period or delete the account before it ends.
   * @default false, because locking cannot be undone: look at an unlocked one first
   */
  readonly locked?: boolean;
}
