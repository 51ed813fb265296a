import type { Environment } from '../settings/environment';
import { check, type Check } from './check';

const OBJECTS = [
  ...([
    'tags',
    'state',
    'network',
    'storage',
    'keyVault',
    'logs',
    'serverlessSql',
    'pipeline',
    'access',
    'budget',
  ] as const),
  ...(['targets', 'usage'] as const),
] as const;
const LISTS = ['sparkPools', 'sqlPools', 'contacts'] as const;

/**
 * Whether the parts that every environment has are there. The compiler asks for them; JavaScript, a cast and a spread of a
 * partial object do not.
 */
export function checkShape(environment: Environment): readonly Check[] {
  const given: Readonly<Record<string, unknown>> = { ...environment };
  return [
    ...OBJECTS.map((name) =>
      check(name, given[name], isObject(given[name]), 'an object with the settings of that part'),
    ),
    ...LISTS.map((name) => check(name, given[name], Array.isArray(given[name]), 'a list')),
    ...networkShape(given['network']),
  ];
}

function networkShape(network: unknown): readonly Check[] {
  if (!isObject(network)) return [];
  const { posture, virtualNetwork, allowedRanges } = network;
  if (posture === 'public') {
    return [check('network.allowedRanges', allowedRanges, Array.isArray(allowedRanges), 'a list')];
  }
  if (posture !== 'private') return [check('network.posture', posture, false, 'public, private')];
  const own = isObject(virtualNetwork) && typeof virtualNetwork['addressSpace'] === 'string';
  const existing =
    isObject(virtualNetwork) &&
    typeof virtualNetwork['endpointSubnetId'] === 'string' &&
    isObject(virtualNetwork['dnsZoneIds']);
  return [
    check(
      'network.virtualNetwork',
      virtualNetwork,
      own || existing,
      '{ addressSpace } for a network of its own, or { endpointSubnetId, dnsZoneIds } for an existing one',
    ),
  ];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
