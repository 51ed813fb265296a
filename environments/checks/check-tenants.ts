import { check, checkGuid, type Check } from './check';
import type { Environment } from '../settings/environment';
import type { TenantSettings } from '../settings/tenants';

/** Tenants that cannot be told apart cannot be kept apart. */
export function checkTenants({ tenants = [] }: Environment): readonly Check[] {
  const ids = tenants.map(({ id }) => id);
  const readers = tenants.map(({ readers: { objectId } }) => objectId.toLowerCase());
  return [
    check('tenants.id', ids, new Set(ids).size === ids.length, 'ids that differ'),
    check(
      'tenants.readers.objectId',
      readers,
      new Set(readers).size === readers.length,
      'a group of its own for each tenant: a shared one would read the data of both',
    ),
    ...tenants.flatMap(({ id, readers: group }) => [
      check(`tenants.${id}.id`, id, /^[a-z][a-z0-9]{1,7}$/.test(id), '2 to 8 lower-case letters and digits'),
      checkGuid(`tenants.${id}.readers.objectId`, group.objectId),
    ]),
    ...tenants.flatMap(checkMoney),
  ];
}

/** What a tenant may cost, as Azure can tell it. */
function checkMoney(tenant: TenantSettings): readonly Check[] {
  const { id, isolation, usdPerDay } = tenant;
  const monthly: unknown = 'monthlyUsd' in tenant ? tenant.monthlyUsd : undefined;
  return [
    check(
      `tenants.${id}.monthlyUsd`,
      monthly,
      isolation === 'account' || monthly === undefined,
      'nothing with isolation container: Azure bills account and pool, which carry no tag of one tenant, and no container; usdPerDay watches what its runs cost, and isolation account has a budget',
    ),
    check(
      `tenants.${id}.usdPerDay`,
      usdPerDay,
      usdPerDay === undefined || (Number.isFinite(usdPerDay) && usdPerDay > 0),
      'more than 0 dollars',
    ),
  ];
}
