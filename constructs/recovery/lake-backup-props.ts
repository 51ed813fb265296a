import type { ITerraformDependable } from 'cdktf';
import type { RecoverySettings } from '../../environments/recovery-settings';
import type { Factory } from '../orchestration/factory';
import type { Grantee } from '../security/grantee';
import type { AccountProps } from '../storage/lake-account-props';

export interface LakeBackupProps {
  /** Region, schedule and length of backups. */
  readonly settings: RecoverySettings;
  /** As the lake's own accounts are made; the region is that of `settings`, and no lifecycle moves a backup. */
  readonly account: Omit<AccountProps, 'contracts' | 'location' | 'privateEndpoints'>;
  readonly factory: Factory;
  /** What the pipeline names inside its JSON, where Terraform sees no reference. */
  readonly after: readonly ITerraformDependable[];
  /** Spark pool that copies. */
  readonly sparkPool: string;
  /** `abfss://...`: the folder below which releases lie. */
  readonly releasesUri: string;
  /** Identity of the Spark jobs. */
  readonly jobs: Grantee;
}
