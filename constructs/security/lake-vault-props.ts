import type { IpRange } from '../network/ip-range';
import type { VaultSku } from '../../environments/settings/environment';
import type { WithDiagnostics, WithLock, WithPrivateEndpoints, WithTags } from '../base/standard-props';

export interface LakeVaultProps extends WithDiagnostics, WithLock, WithPrivateEndpoints, WithTags {
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly tenantId: string;
  /** Public ranges that may pass the firewall, which otherwise denies. @default - none */
  readonly allowedRanges?: readonly IpRange[];
  /**
   * Whether the vault has a public endpoint at all. Without one, keys and secrets are made and read inside the network only;
   * trusted Azure services still pass. @default true, behind a firewall that denies
   */
  readonly publicAccess?: boolean;
  /** Whether keys can be kept in hardware. @default 'standard': keys in software only, at the same price */
  readonly sku?: VaultSku;
  /** 7 to 90; fixed once the vault exists. @default 90, the longest: losing the key makes every token unreadable */
  readonly softDeleteDays?: number;
  /** Terraform refuses to destroy the vault. @default true */
  readonly protectData?: boolean;
}
