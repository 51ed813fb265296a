import { SynapsePrivateLinkHub } from '@cdktf/provider-azurerm/lib/synapse-private-link-hub';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { checkName } from '../base/naming';
import { applyStandardProps, applyTags } from '../base/standard';
import { addPrivateEndpoints } from './private-endpoint';
import type { StudioHubProps } from './studio-hub-props';

/**
 * Brings the pages of Synapse Studio into the network; the workspace itself has no endpoint for them.
 *
 * @example
 * new StudioHub(stack, 'Studio', {
 *   name: names.of(stack, 'privateLinkHub'),
 *   resourceGroupName: group.name,
 *   location: environment.location,
 *   privateEndpoints: [network.endpoint('Web')],
 * });
 */
export class StudioHub extends Judged {
  readonly hub: SynapsePrivateLinkHub;

  constructor(scope: Construct, id: string, props: StudioHubProps) {
    super(scope, id);
    const { resourceGroupName, location } = props;
    const name = checkName(this, 'privateLinkHub', props.name);
    this.hub = new SynapsePrivateLinkHub(this, 'Resource', { name, resourceGroupName, location });
    addPrivateEndpoints(this, { name, resourceGroupName, location, targetId: this.hub.id }, props.privateEndpoints);
    applyTags(this.hub, props);
    applyStandardProps(this, this.hub, props);
  }
}
