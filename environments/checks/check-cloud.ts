import { check, type Check } from './check';
import { CLOUD_NAMES, CLOUDS } from '../../azure/clouds';
import type { Environment } from '../settings/environment';

/** A region belongs to one cloud, and not every cloud has all that a private network needs. */
export function checkCloud({ cloud: name = 'public', location, network }: Environment): readonly Check[] {
  const known = CLOUD_NAMES.includes(name);
  if (!known) return [check('cloud', name, false, CLOUD_NAMES.join(', '))];
  const { regions, zones } = CLOUDS[name];
  return [
    check('location', location, regions.test(location), `a region of the ${name} cloud, or another cloud`),
    check(
      'network.posture',
      network.posture,
      network.posture === 'public' || zones !== undefined,
      `public in the ${name} cloud: Private Link documents no zones of Synapse there`,
    ),
  ];
}
