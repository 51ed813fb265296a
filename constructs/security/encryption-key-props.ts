import type { ITerraformDependable } from 'cdktf';
import type { EncryptionKeyType } from '../../environments/settings/environment';
import type { WithTags } from '../base/standard-props';
import type { LakeVault } from './lake-vault';

export interface EncryptionKeyProps extends WithTags {
  readonly vault: LakeVault;
  /** 1 to 127 letters, digits and hyphens. */
  readonly name: string;
  /** Days after which a new version replaces the key, 28 to 730. Data keeps its old version; new writes use the new one. */
  readonly rotationDays: number;
  /** `RSA-HSM` never leaves a hardware security module, which a premium vault has. @default 'RSA', in software */
  readonly keyType?: EncryptionKeyType;
  /**
   * What a key needs before it can be made, because making it is a call to the vault itself: the right of who deploys, and
   * with a private vault its endpoint. @default - nothing
   */
  readonly after?: readonly ITerraformDependable[];
  /** Terraform refuses to destroy the key, and with it all it encrypts. @default true */
  readonly protectData?: boolean;
}
