import type { TableContract } from '../../contracts/contract';
import type { Replication } from '../../azure/replication';
import type { AuditSettings, DefenderSettings } from '../../environments/settings/storage';
import type { IpRange } from '../network/ip-range';
import type { CustomerManagedKey } from '../security/customer-managed-key';
import type { WithDiagnostics, WithLock, WithPrivateEndpoints, WithTags } from '../base/standard-props';
import type { ContainerSpec } from './containers';

/** What every account of a lake has alike. */
export interface AccountProps extends WithDiagnostics, WithLock, WithPrivateEndpoints, WithTags {
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
   * Whether the account has a public endpoint at all. Without one only private endpoints answer; trusted Azure services
   * still pass. @default true, behind a firewall that denies
   */
  readonly publicAccess?: boolean;
  /**
   * Days for which deleted files and containers can be undeleted, 1 to 365. VACUUM leaves its files billed that long, so
   * it is short. @default 7
   */
  readonly softDeleteDays?: number;
  /**
   * Days after which a shared access signature should be expired, 1 to 365; longer ones are logged. Only signatures that
   * Entra ID vouches for exist here, because account keys are off. @default 1, enough for a hand-over
   */
  readonly sasExpiryDays?: number;
  /** @default - a key that Microsoft keeps */
  readonly customerManagedKey?: CustomerManagedKey;
  /** Terraform refuses to destroy the account and its containers. @default true */
  readonly protectData?: boolean;
}

export interface LakeAccountProps extends AccountProps {
  readonly containers: readonly ContainerSpec[];
  /** Weekly list of all files, written to the account's container `system`. @default false */
  readonly inventory?: boolean;
  /** Microsoft Defender for Storage. @default - none */
  readonly defender?: DefenderSettings;
  /** Write-once protection of the container `audit`. @default - none */
  readonly audit?: AuditSettings;
}
