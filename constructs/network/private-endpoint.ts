import { PrivateEndpoint as Endpoint } from '@cdktf/provider-azurerm/lib/private-endpoint';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { requireInteger, requireOneOf } from '../base/checks';
import { checkName } from '../base/naming';
import type { PrivateEndpointSettings } from '../base/standard-props';
import type { PrivateEndpointProps } from './private-endpoint-props';
import { SUBRESOURCES } from '../../azure/subresources';

/**
 * One way from a network to one part of a resource, with its name in the private zone: without the zone, names keep
 * resolving to the public address.
 *
 * @throws ConfigurationError for a subresource that no resource of a lake has, or no zone
 *
 * @example
 * new PrivateEndpoint(stack, 'VaultEndpoint', {
 *   ...network.endpoint('vault'),
 *   name: names.of(stack, 'privateEndpoint', 'vault'),
 *   resourceGroupName: group.name,
 *   location: environment.location,
 *   targetId: vault.vault.id,
 * });
 */
export class PrivateEndpoint extends Judged {
  readonly endpoint: Endpoint;

  constructor(scope: Construct, id: string, props: PrivateEndpointProps) {
    super(scope, id);
    const { subresource, privateDnsZoneIds } = props;
    requireOneOf(this, 'subresource', subresource, Object.keys(SUBRESOURCES), 'Name one part of the resource.');
    const zones = { min: 1, max: 5 };
    requireInteger(
      this,
      'number of privateDnsZoneIds',
      privateDnsZoneIds.length,
      zones,
      'Give the private DNS zones of the subresource: without them names resolve to public addresses.',
    );
    const name = checkName(this, 'privateEndpoint', props.name);
    this.endpoint = new Endpoint(this, 'Resource', {
      name,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      subnetId: props.subnetId,
      privateServiceConnection: {
        name,
        isManualConnection: false,
        privateConnectionResourceId: props.targetId,
        subresourceNames: [subresource],
      },
      privateDnsZoneGroup: { name: 'default', privateDnsZoneIds: [...privateDnsZoneIds] },
    });
  }
}

interface Target {
  readonly name: string;
  readonly resourceGroupName: string;
  readonly location: string;
  readonly targetId: string;
}

/** The endpoints that a resource is asked for, named after it. */
export function addPrivateEndpoints(
  scope: Construct,
  { name, ...target }: Target,
  endpoints: readonly PrivateEndpointSettings[] | undefined,
): readonly PrivateEndpoint[] {
  return (endpoints ?? []).map(
    (settings) =>
      new PrivateEndpoint(scope, `Endpoint-${settings.subresource}`, {
        ...settings,
        ...target,
        name: `pep-${name}-${settings.subresource.toLowerCase()}`,
      }),
  );
}
