import { NetworkSecurityGroup } from '@cdktf/provider-azurerm/lib/network-security-group';
import { NetworkSecurityRule, type NetworkSecurityRuleConfig } from '@cdktf/provider-azurerm/lib/network-security-rule';
import { PrivateDnsZone } from '@cdktf/provider-azurerm/lib/private-dns-zone';
import { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import { Subnet } from '@cdktf/provider-azurerm/lib/subnet';
import { SubnetNetworkSecurityGroupAssociation } from '@cdktf/provider-azurerm/lib/subnet-network-security-group-association';
import { VirtualNetwork } from '@cdktf/provider-azurerm/lib/virtual-network';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { PRIVATE_ZONES, type AnyZone } from '../../azure/private-zones';
import { requireThat } from '../base/checks';
import { cloudOf } from '../base/cloud';
import { checkName } from '../base/naming';
import { halvesOf, isPrivate, parseCidr } from '../../azure/cidr';
import type { LakeNetworkProps } from './lake-network-props';
import { applyStandardProps } from '../base/standard';
import type { PrivateEndpointSettings } from '../base/standard-props';
import type { PrivateNetwork } from './private-network';
import { SUBRESOURCES, type Subresource } from '../../azure/subresources';

type Rule = Omit<NetworkSecurityRuleConfig, 'networkSecurityGroupName' | 'resourceGroupName'>;

const INBOUND = { direction: 'Inbound', sourcePortRange: '*', destinationAddressPrefix: '*' } as const;

/** Azure's own rules let every peered network in; here nothing has business that is not named. */
const DENY_ALL: Rule = {
  ...INBOUND,
  name: 'deny-all',
  description: 'Nothing else has business here.',
  priority: 4096,
  access: 'Deny',
  protocol: '*',
  sourceAddressPrefix: '*',
  destinationPortRange: '*',
};

/** HTTPS for all services, 1433 for SQL. */
const ALLOW_LAKE: Rule = {
  ...INBOUND,
  name: 'allow-lake',
  description: 'Clients in this network and its peers reach the private endpoints.',
  priority: 100,
  access: 'Allow',
  protocol: 'Tcp',
  sourceAddressPrefix: 'VirtualNetwork',
  destinationPortRanges: ['443', '1433'],
};

interface GuardedSubnet {
  readonly subnet: Subnet;
  readonly group: NetworkSecurityGroup;
  readonly association: SubnetNetworkSecurityGroupAssociation;
}

/**
 * A network without a hub: one subnet for private endpoints, one for runners and gateways, each closed by a security group,
 * and one private zone a name, linked to the network.
 *
 * @throws ConfigurationError for an address space that is not private, does not start at its first address, or is no /16 to
 * /26
 *
 * @example
 * const network = new LakeNetwork(stack, 'Network', {
 *   names,
 *   resourceGroupName: group.name,
 *   location: environment.location,
 *   addressSpace: '10.20.0.0/22',
 * });
 */
export class LakeNetwork extends Judged implements PrivateNetwork {
  readonly network: VirtualNetwork;
  /** Subnet for runners and gateways that deploy and query from inside. */
  readonly runnerSubnetId: string;
  readonly ready: readonly ITerraformDependable[];
  private readonly endpointSubnetId: string;
  private readonly zones: Map<AnyZone, PrivateDnsZone>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LakeNetworkProps,
  ) {
    super(scope, id);
    const { names, resourceGroupName, location, addressSpace } = props;
    const space = parseCidr(addressSpace);
    requireThat(this, () => space !== undefined && space.bits >= 16 && space.bits <= 26 && isPrivate(space), {
      setting: 'addressSpace',
      value: addressSpace,
      allowed: 'a private IPv4 range (RFC 1918) from /16 to /26 that starts at its first address',
      remedy: 'Ask your network team for a range that no peer uses, such as 10.20.0.0/22.',
    });
    const [endpoints, runners] = halvesOf(space ?? { first: 0, last: 0, bits: 32 });
    this.network = new VirtualNetwork(this, 'Resource', {
      name: names.of(this, 'virtualNetwork'),
      resourceGroupName,
      location,
      addressSpace: [addressSpace],
    });
    const endpoint = this.makeSubnet('endpoints', endpoints, [ALLOW_LAKE, DENY_ALL]);
    const runner = this.makeSubnet('runners', runners, [DENY_ALL]);
    this.endpointSubnetId = endpoint.subnet.id;
    this.runnerSubnetId = runner.subnet.id;
    this.zones = new Map(PRIVATE_ZONES.map((zone): [AnyZone, PrivateDnsZone] => [zone, this.makeZone(zone)]));
    const links = PRIVATE_ZONES.map((zone) => this.linkZone(zone));
    this.ready = [endpoint.association, ...links];
    applyStandardProps(this, this.network, props.lock === undefined ? {} : { lock: props.lock });
  }

  endpoint(subresource: Subresource): PrivateEndpointSettings {
    const zone = this.zone(SUBRESOURCES[subresource]);
    return { subresource, subnetId: this.endpointSubnetId, privateDnsZoneIds: [zone.id] };
  }

  /** One that only some lakes need is made when it is first asked for. */
  private zone(zone: AnyZone): PrivateDnsZone {
    const known = this.zones.get(zone);
    if (known !== undefined) return known;
    const made = this.makeZone(zone);
    this.zones.set(zone, made);
    this.linkZone(zone);
    return made;
  }

  private makeSubnet(use: 'endpoints' | 'runners', range: string, rules: readonly Rule[]): GuardedSubnet {
    const { names, resourceGroupName, location } = this.props;
    const group = new NetworkSecurityGroup(this, `SecurityGroup-${use}`, {
      name: names.of(this, 'networkSecurityGroup', use),
      resourceGroupName,
      location,
    });
    applyStandardProps(
      group,
      group,
      this.props.diagnostics === undefined ? {} : { diagnostics: this.props.diagnostics },
    );
    for (const rule of rules) {
      new NetworkSecurityRule(this, `Rule-${use}-${rule.name}`, {
        ...rule,
        resourceGroupName,
        networkSecurityGroupName: group.name,
      });
    }
    const subnet = new Subnet(this, `Subnet-${use}`, {
      name: names.of(this, 'subnet', use),
      resourceGroupName,
      virtualNetworkName: this.network.name,
      addressPrefixes: [range],
      // Without it a security group does not see traffic to private endpoints.
      privateEndpointNetworkPolicies: 'Enabled',
    });
    const association = new SubnetNetworkSecurityGroupAssociation(this, `Guard-${use}`, {
      subnetId: subnet.id,
      networkSecurityGroupId: group.id,
    });
    return { subnet, group, association };
  }

  private makeZone(zone: AnyZone): PrivateDnsZone {
    const name = cloudOf(this).zones?.[zone] ?? zone;
    return new PrivateDnsZone(this, `Zone-${zone}`, { name, resourceGroupName: this.props.resourceGroupName });
  }

  private linkZone(zone: AnyZone): PrivateDnsZoneVirtualNetworkLink {
    return new PrivateDnsZoneVirtualNetworkLink(this, `Link-${zone}`, {
      name: checkName(this, 'virtualNetwork', 'lake'),
      resourceGroupName: this.props.resourceGroupName,
      privateDnsZoneName: this.zone(zone).name,
      virtualNetworkId: this.network.id,
      registrationEnabled: false,
    });
  }
}
