import { check, type Check } from './check';
import { CLOUDS } from '../../azure/clouds';
import type { Environment } from '../settings/environment';
import { PRIVATE_ZONES } from '../../azure/private-zones';

const SUBNET_ID =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i;

/** Ids of a network that somebody else keeps. The address space of an own one is checked where subnets are cut from it. */
export function checkNetwork({ network, cloud = 'public' }: Environment): readonly Check[] {
  if (network.posture === 'public' || 'addressSpace' in network.virtualNetwork) return [];
  const { endpointSubnetId, dnsZoneIds } = network.virtualNetwork;
  return [
    check(
      'network.virtualNetwork.endpointSubnetId',
      endpointSubnetId,
      SUBNET_ID.test(endpointSubnetId),
      '/subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.Network/virtualNetworks/<name>/subnets/<name>',
    ),
    ...PRIVATE_ZONES.map((zone) => {
      const named = CLOUDS[cloud].zones?.[zone] ?? zone;
      return check(
        `network.virtualNetwork.dnsZoneIds.${zone}`,
        dnsZoneIds[zone],
        dnsZoneIds[zone].toLowerCase().endsWith(`/providers/microsoft.network/privatednszones/${named}`),
        `the ARM id of a private DNS zone of that name, ending in /privateDnsZones/${named}`,
      );
    }),
  ];
}
