import type { TableContract } from '../../contracts/contract';
import type { Replication } from '../../environments/environment';
import type { IpRange } from '../network/ip-range';

export interface LakeStorageProps {
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  /**
   * Moving between {LRS, GRS, RAGRS} and {ZRS, GZRS, RAGZRS} later replaces the account with everything in it; the zone
   * kinds have no archive tier.
   */
  readonly replication: Replication;
  /** Tables whose tiering becomes the lifecycle policy. */
  readonly contracts: readonly TableContract[];
  /** Public ranges that may pass the firewall, which otherwise denies. @default - none */
  readonly allowedRanges?: readonly IpRange[];
  /**
   * Days for which deleted files and containers can be undeleted, 1 to 365. VACUUM leaves its files billed that long, so
   * it is short. @default 7
   */
  readonly softDeleteDays?: number;
  /** Terraform refuses to destroy the account and its containers. @default true */
  readonly protectData?: boolean;
}
