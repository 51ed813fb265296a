import type { ITerraformDependable } from 'cdktf';
import type { PrivateEndpointSettings } from '../base/standard-props';
import type { Subresource } from '../../azure/subresources';

/** Where private endpoints stand and are found: a network of the lake's own, or one that somebody else keeps. */
export interface PrivateNetwork {
  /** Subnet and zone of an endpoint to one part of a resource. */
  endpoint(subresource: Subresource): PrivateEndpointSettings;
  /** What has to exist before a name resolves inside the network. */
  readonly ready: readonly ITerraformDependable[];
}
