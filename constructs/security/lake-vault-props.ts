import type { IpRange } from '../network/ip-range';

export interface LakeVaultProps {
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly tenantId: string;
  /** Public ranges that may pass the firewall, which otherwise denies. @default - none */
  readonly allowedRanges?: readonly IpRange[];
  /** 7 to 90; fixed once the vault exists. @default 90, the longest: losing the key makes every token unreadable */
  readonly softDeleteDays?: number;
  /** Terraform refuses to destroy the vault. @default true */
  readonly protectData?: boolean;
}
