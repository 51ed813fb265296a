import type { ITerraformDependable } from 'cdktf';
import type { ExistingNetworkSettings } from '../../environments/settings/network';
import type { PrivateEndpointSettings } from '../base/standard-props';
import type { PrivateNetwork } from './private-network';
import { SUBRESOURCES, type Subresource } from '../../azure/subresources';

/** A subnet and zones of a landing zone: the lake puts endpoints into them and changes nothing else. */
export class ExistingNetwork implements PrivateNetwork {
  readonly ready: readonly ITerraformDependable[] = [];

  constructor(private readonly settings: ExistingNetworkSettings) {}

  endpoint(subresource: Subresource): PrivateEndpointSettings {
    const { endpointSubnetId: subnetId, dnsZoneIds } = this.settings;
    // That every zone is there is checked with the environment.
    const zone = dnsZoneIds[SUBRESOURCES[subresource]];
    return { subresource, subnetId, privateDnsZoneIds: zone === undefined ? [] : [zone] };
  }
}
