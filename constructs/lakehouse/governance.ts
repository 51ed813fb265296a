import type { Environment } from '../../environments/settings/environment';
import { pairOf } from '../../azure/region-pairs';
import { PolicyGuard } from '../governance/policy-guard';
import type { Lakehouse } from './lakehouse';

/** Rules that hold in the lake's resource group for everybody, Terraform included. */
export function guardLake(lake: Lakehouse, environment: Environment): void {
  const { workload, name, tags, guard, location } = environment;
  if (guard === undefined) return;
  const pair = pairOf(location);
  new PolicyGuard(lake, 'Guard', {
    suffix: `${workload}-${name}`,
    resourceGroupId: lake.group.id,
    requiredTags: Object.keys(tags),
    // The pair too: that is where a backup stands.
    allowedRegions: pair === undefined ? [location] : [location, pair],
    enforce: guard === 'enforce',
  });
}
