import type { WorkloadGroupSettings } from '../../environments/settings/workload';
import type { WithDiagnostics, WithLock, WithTags } from '../base/standard-props';

export interface SqlPoolProps extends WithDiagnostics, WithLock, WithTags {
  readonly workspaceId: string;
  /** 1 to 60 characters, no hyphen. */
  readonly name: string;
  /** `DW100c` to `DW30000c`. A dedicated pool has no auto-pause: see {@link SqlPoolSchedule}. */
  readonly sku: string;
  /** Redundancy, fixed once the pool exists. */
  readonly storage: 'LRS' | 'GRS';
  /** Backups in the paired region, which need `GRS`. @default - exactly with `GRS` */
  readonly geoBackup?: boolean;
  /** Terraform refuses to destroy the pool. @default true */
  readonly protectData?: boolean;
  /** Shares of the pool by kind of work. @default - none: whoever comes first gets what is free */
  readonly workloadGroups?: readonly WorkloadGroupSettings[];
}
