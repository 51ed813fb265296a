import type { CATALOG_ZONE, PrivateZone } from '../../azure/private-zones';

export type NetworkSettings = PublicNetworkSettings | PrivateNetworkSettings;

/** Endpoints that the internet can reach and firewalls guard: cheap, and runners and people need no way into a network. */
export interface PublicNetworkSettings {
  readonly posture: 'public';
  /** Public networks that may reach storage, vault and workspace: offices and runners. No private ranges. */
  readonly allowedRanges: readonly AllowedRange[];
}

/**
 * No public endpoint at all. Whoever deploys, publishes or queries stands in the virtual network or in one that is peered
 * with it: the vault's keys and everything in the `-access` stack are refused from outside.
 */
export interface PrivateNetworkSettings {
  readonly posture: 'private';
  /**
   * Spark reaches nothing but approved private endpoints of this Entra tenant. It can only be chosen when the workspace is
   * made. Packages can no longer be installed from PyPI, Maven or conda while a session or pool starts: what jobs need
   * comes inside the release (ours needs nothing beyond Synapse's own) or is uploaded as a workspace package.
   */
  readonly exfiltrationProtection: boolean;
  readonly virtualNetwork: OwnNetworkSettings | ExistingNetworkSettings;
}

/** The lake makes its own network, without a hub. */
export interface OwnNetworkSettings {
  /** `/16` to `/26`, private (RFC 1918): the first half is for private endpoints, the second for runners and gateways. */
  readonly addressSpace: string;
}

/** Network and zones that somebody else keeps, as in a landing zone. Nothing of them is changed. */
export interface ExistingNetworkSettings {
  /** ARM id of a subnet in the lake's region with an address for each private endpoint: nine, and two more an account. */
  readonly endpointSubnetId: string;
  /**
   * ARM id of the private DNS zone for each name, which is that of the public cloud; another cloud has the same zone under a name
   * of its own. Every zone has to be linked to the networks that ask.
   */
  readonly dnsZoneIds: Readonly<Record<PrivateZone, string> & Partial<Record<typeof CATALOG_ZONE, string>>>;
}

export interface AllowedRange {
  /** Name of the firewall rule. */
  readonly name: string;
  /** IPv4 range in CIDR form; a single address is written bare. */
  readonly cidr: string;
}
