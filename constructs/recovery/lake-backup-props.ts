import type { RecoverySettings } from '../../environments/settings/recovery';
import type { Factory } from '../orchestration/factory';
import type { JobPipelineProps } from '../orchestration/job-pipeline-props';
import type { Grantee } from '../security/grantee';
import type { AccountProps } from '../storage/lake-account-props';

export interface LakeBackupProps {
  /** Region, schedule and length of backups. */
  readonly settings: RecoverySettings;
  /** As the lake's own accounts are made; the region is that of `settings`, and no lifecycle moves a backup. */
  readonly account: Omit<AccountProps, 'contracts' | 'location' | 'privateEndpoints'>;
  readonly factory: Factory;
  /** Whose release, pool and binding the jobs share. */
  readonly medallion: JobPipelineProps['medallion'];
  /** `abfss://...`: an empty place, into which a drill restores and which it empties again. */
  readonly scratch: string;
  /** Identity of the Spark jobs. */
  readonly jobs: Grantee;
  /** Each has backups of its own, in a container that holds no other's. @default - none */
  readonly tenants?: readonly BackedUpTenant[];
}

export interface BackedUpTenant {
  readonly id: string;
  /** With the binding of the tenant, so that a backup holds its tables alone. */
  readonly medallion: JobPipelineProps['medallion'];
  /** As that of the lake, among the tenant's own data. */
  readonly scratch: string;
}
