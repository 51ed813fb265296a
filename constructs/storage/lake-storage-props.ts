import type { AuditSettings, DefenderSettings, StorageLayer } from '../../environments/settings/storage';
import type { Replication } from '../../azure/replication';
import type { AccountProps } from './lake-account-props';

export interface LakeStorageProps extends AccountProps {
  /**
   * One account, or one a layer whose names are `name` and three letters. A later change moves every table.
   * @default single
   */
  readonly layout?: 'single' | 'perLayer';
  /** Redundancy of layers that differ; layout `perLayer` only. @default - all as `replication` */
  readonly layerReplication?: Readonly<Partial<Record<StorageLayer, Replication>>>;
  /** Ids of tenants that have containers of their own in these accounts. @default - none */
  readonly tenants?: readonly string[];
  /**
   * Layers of which every read is logged; needs `diagnostics`. With layout `single` all layers or none.
   * @default - none: reads are the largest cost of a log workspace
   */
  readonly readLogs?: readonly StorageLayer[];
  /** Weekly list of all files of each account that has a container `system`. @default false */
  readonly inventory?: boolean;
  /**
   * Microsoft Defender for Storage on every account: sensitive data is looked for in all, malware where files arrive. With
   * layout `single` that is one account, so that Spark's own output is scanned too, up to the cap. @default - none
   */
  readonly defender?: DefenderSettings;
  /** Write-once protection of the container `audit`. @default - none */
  readonly audit?: AuditSettings;
}
