import { pairOf } from '../../azure/region-pairs';
import { PolicyGuard } from '../governance/policy-guard';
import type { Ground } from './parts';

/** Rules that hold in the lake's resource group for everybody, Terraform included. */
export function guardLake({ scope, environment, group }: Ground): void {
  const { workload, name, tags, guard, location } = environment;
  if (guard === undefined) return;
  const pair = pairOf(location);
  new PolicyGuard(scope, 'Guard', {
    suffix: `${workload}-${name}`,
    resourceGroupId: group.id,
    requiredTags: Object.keys(tags),
    // The pair too: that is where a backup stands.
    allowedRegions: pair === undefined ? [location] : [location, pair],
    enforce: guard === 'enforce',
  });
}
