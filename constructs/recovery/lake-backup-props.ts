import type { RecoverySettings } from '../../environments/settings/recovery';
import type { Factory } from '../orchestration/factory';
import type { MedallionPipeline } from '../orchestration/medallion-pipeline';
import type { Grantee } from '../security/grantee';
import type { AccountProps } from '../storage/lake-account-props';

export interface LakeBackupProps {
  /** Region, schedule and length of backups. */
  readonly settings: RecoverySettings;
  /** As the lake's own accounts are made; the region is that of `settings`, and no lifecycle moves a backup. */
  readonly account: Omit<AccountProps, 'contracts' | 'location' | 'privateEndpoints'>;
  readonly factory: Factory;
  /** Whose release, pool and binding the jobs share. */
  readonly medallion: MedallionPipeline;
  /** `abfss://...`: an empty place, into which a drill restores and which it empties again. */
  readonly scratch: string;
  /** Identity of the Spark jobs. */
  readonly jobs: Grantee;
}
