import type { PrivateEndpointSettings } from '../base/standard-props';

export interface PrivateEndpointProps extends PrivateEndpointSettings {
  readonly name: string;
  readonly resourceGroupName: string;
  /** Region of the network. */
  readonly location: string;
  /** ARM id of the resource behind the endpoint. */
  readonly targetId: string;
}
