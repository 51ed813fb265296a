import { LakeNetwork } from '../../../constructs/network/lake-network';
import type { LakeNetworkProps } from '../../../constructs/network/lake-network-props';
import { PrivateEndpoint } from '../../../constructs/network/private-endpoint';
import type { PrivateEndpointProps } from '../../../constructs/network/private-endpoint-props';
import { SUBRESOURCES, type Subresource } from '../../../azure/subresources';
import { Names } from '../../../constructs/base/naming';
import { CATALOG_ZONE, PRIVATE_ZONES } from '../../../azure/private-zones';
import { describeRefusals } from '../../support/refusal';
import { bodiesOf, bodyOf, resourceAt, synthesizeStack } from '../../support/synth';

const place = { resourceGroupName: 'rg-test', location: 'eastus' };
const base: LakeNetworkProps = {
  ...place,
  names: new Names({ workload: 'lake', environment: 'test', location: 'eastus', seed: 'a network' }),
  addressSpace: '10.20.0.0/22',
};

describe('LakeNetwork', () => {
  describeRefusals(base, (stack, id, props) => new LakeNetwork(stack, id, props), [
    { what: 'a public range', bad: { addressSpace: '20.0.0.0/22' }, setting: 'addressSpace', good: {} },
    {
      what: 'a range that is too small for two subnets of endpoints',
      bad: { addressSpace: '10.20.0.0/27' },
      setting: 'addressSpace',
      good: { addressSpace: '10.20.0.0/26' },
    },
    {
      what: 'a range that starts in its middle',
      bad: { addressSpace: '10.20.1.0/22' },
      setting: 'addressSpace',
      good: { addressSpace: '192.168.0.0/16' },
    },
  ]);

  const stack = synthesizeStack((scope) => {
    const network = new LakeNetwork(scope, 'Network', base);
    for (const subresource of Object.keys(SUBRESOURCES) as readonly Subresource[]) {
      new PrivateEndpoint(scope, `To-${subresource}`, {
        ...place,
        ...network.endpoint(subresource),
        name: `pep-${subresource}`,
        targetId: '/subscriptions/s/x',
      });
    }
  });

  test('gives one half to endpoints and the other to runners, both behind a security group', () => {
    expect(bodiesOf(stack, 'azurerm_subnet').map((subnet) => subnet['address_prefixes'])).toEqual([
      ['10.20.0.0/23'],
      ['10.20.2.0/23'],
    ]);
    expect(bodiesOf(stack, 'azurerm_subnet_network_security_group_association')).toHaveLength(2);
    const subnets = bodiesOf(stack, 'azurerm_subnet').map((body) => body['private_endpoint_network_policies']);
    expect(subnets).toEqual(['Enabled', 'Enabled']);
  });

  test('lets the network itself reach the endpoints, and nobody reach anything else', () => {
    const rules = bodiesOf(stack, 'azurerm_network_security_rule').map((rule) => [
      rule['network_security_group_name'],
      rule['access'],
      rule['source_address_prefix'],
    ]);
    const group = (use: string): string => `\${${resourceAt(stack, `SecurityGroup-${use}`).address}.name}`;
    expect(rules).toEqual([
      [group('endpoints'), 'Allow', 'VirtualNetwork'],
      [group('endpoints'), 'Deny', '*'],
      [group('runners'), 'Deny', '*'],
    ]);
  });

  test('makes each zone once, linked, also where two endpoints share it', () => {
    expect(bodiesOf(stack, 'azurerm_private_dns_zone').map(({ name }) => name)).toEqual(
      [...PRIVATE_ZONES, CATALOG_ZONE].sort(byZone),
    );
    expect(bodiesOf(stack, 'azurerm_private_dns_zone_virtual_network_link')).toHaveLength(PRIVATE_ZONES.length + 1);
    const zoneOf = (end: string): unknown => resourceAt(stack, end).body['private_dns_zone_group'];
    expect(zoneOf('To-Sql/Resource')).toEqual(zoneOf('To-SqlOnDemand/Resource'));
    expect(zoneOf('To-dfs/Resource')).not.toEqual(zoneOf('To-blob/Resource'));
  });
});

/** The JSON is sorted by logical id, which has no dots. */
function byZone(one: string, other: string): number {
  return one.replaceAll('.', '') < other.replaceAll('.', '') ? -1 : 1;
}

describe('PrivateEndpoint', () => {
  const endpoint: PrivateEndpointProps = {
    ...place,
    name: 'pep-lake-dfs',
    targetId: '/subscriptions/s/x',
    subresource: 'dfs',
    subnetId: '/subscriptions/s/subnets/x',
    privateDnsZoneIds: ['/subscriptions/s/privateDnsZones/privatelink.dfs.core.windows.net'],
  };
  describeRefusals(endpoint, (stack, id, props) => new PrivateEndpoint(stack, id, props), [
    { what: 'a subresource of another service', bad: { subresource: 'redisCache' }, setting: 'subresource', good: {} },
    { what: 'no zone', bad: { privateDnsZoneIds: [] }, setting: 'privateDnsZoneIds', good: {} },
    { what: 'a name that ends in a dot', bad: { name: 'pep.' }, setting: 'privateEndpoint', good: { name: 'pep.1' } },
  ]);

  test('connects one part of one resource, without asking anybody', () => {
    const stack = synthesizeStack((scope) => new PrivateEndpoint(scope, 'Endpoint', endpoint));
    expect(bodyOf(stack, 'azurerm_private_endpoint')).toMatchObject({
      private_service_connection: { is_manual_connection: false, subresource_names: ['dfs'] },
      private_dns_zone_group: { private_dns_zone_ids: endpoint.privateDnsZoneIds },
    });
  });
});
