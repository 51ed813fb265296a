import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { NetworkSettings } from '../../environments/settings/network';
import type { Names } from '../base/naming';
import type { PrivateEndpointSettings, WithDiagnostics } from '../base/standard-props';
import { ExistingNetwork } from './existing-network';
import { ipRange, type IpRange } from './ip-range';
import { LakeNetwork } from './lake-network';
import type { Subresource } from '../../azure/subresources';

/** How one resource is reached, in the words of its props. */
export interface Reach {
  readonly publicAccess: boolean;
  readonly allowedRanges: readonly IpRange[];
  readonly privateEndpoints: readonly PrivateEndpointSettings[];
}

/** The network posture of a lake, as each of its resources needs it. */
export interface NetworkAccess {
  readonly isPrivate: boolean;
  readonly exfiltrationProtection: boolean;
  /** What has to exist before a name resolves inside the network. */
  readonly ready: readonly ITerraformDependable[];
  reach(...subresources: readonly Subresource[]): Reach;
}

interface Place extends WithDiagnostics {
  readonly names: Names;
  readonly resourceGroupName: string;
  readonly location: string;
}

/** @throws ConfigurationError for ranges that are no public ranges, or an address space that is no private one */
export function networkAccess(scope: Construct, settings: NetworkSettings, place: Place): NetworkAccess {
  if (settings.posture === 'public') {
    const allowedRanges = settings.allowedRanges.map(({ name, cidr }) => ipRange(scope, name, cidr));
    return {
      isPrivate: false,
      exfiltrationProtection: false,
      ready: [],
      reach: () => ({ publicAccess: true, allowedRanges, privateEndpoints: [] }),
    };
  }
  const { virtualNetwork, exfiltrationProtection } = settings;
  const network =
    'addressSpace' in virtualNetwork
      ? new LakeNetwork(scope, 'Network', { ...place, addressSpace: virtualNetwork.addressSpace })
      : new ExistingNetwork(virtualNetwork);
  return {
    isPrivate: true,
    exfiltrationProtection,
    ready: network.ready,
    reach: (...subresources) => ({
      publicAccess: false,
      allowedRanges: [],
      privateEndpoints: subresources.map((subresource) => network.endpoint(subresource)),
    }),
  };
}
