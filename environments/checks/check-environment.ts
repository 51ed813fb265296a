import { UserError } from '../../shared/errors';
import { checkAgreements } from './check-agreements';
import { checkCatalog } from './check-catalog';
import { checkCloud } from './check-cloud';
import { check, checkGuid, type Check } from './check';
import { checkLineage } from './check-lineage';
import { checkNetwork } from './check-network';
import { checkRecovery } from './check-recovery';
import { checkSessions } from './check-sessions';
import { checkShape } from './check-shape';
import { checkTenants } from './check-tenants';
import { checkVault } from './check-vault';
import type { Environment } from '../settings/environment';
import { minutesOfDay } from '../settings/online-window';
import { PACK_NAMES } from '../settings/policy-pack';
import { tenantPools } from '../settings/tenants';

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const UTC_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/**
 * Refuses an environment whose parts do not agree with each other. What Azure allows for a single resource is checked by the
 * construct that makes it, where other callers meet the same check.
 *
 * @throws UserError with every wrong setting: its name, its value and what is allowed
 */
export function checkEnvironment(environment: Environment): void {
  const shape = checkShape(environment).filter(({ valid }) => !valid);
  // Parts that are missing cannot be compared with others.
  const wrong = shape.length > 0 ? shape : checksOf(environment).filter(({ valid }) => !valid);
  if (wrong.length > 0) {
    throw new UserError(
      'environment-refused',
      wrong
        .map(
          ({ setting, value, allowed }) =>
            `environment ${environment.name}: ${setting} is ${JSON.stringify(value) ?? 'not set'}; allowed: ${allowed}`,
        )
        .join('\n'),
      `Correct environments/${environment.name}.ts.`,
    );
  }
}

function checksOf(environment: Environment): readonly Check[] {
  const { name, location, workload, nameSeed, contacts, pipelinePool, sparkPools, sqlPools, pipeline } = environment;
  const poolNames = sparkPools.map((pool) => pool.name);
  const allPools = [...poolNames, ...tenantPools(environment.tenants ?? []).map((pool) => pool.name)];
  return [
    check('name', name, /^[a-z][a-z0-9]{1,9}$/.test(name), '2 to 10 lower-case letters and digits'),
    check('location', location, /^[a-z][a-z0-9]+$/.test(location), 'a region in its short form, such as eastus'),
    check('workload', workload, /^[a-z][a-z0-9]{1,7}$/.test(workload), '2 to 8 lower-case letters and digits'),
    check('nameSeed', nameSeed, nameSeed.trim().length >= 8, 'a text of at least 8 characters'),
    ...Object.entries(identifiersOf(environment)).map(([setting, value]) => checkGuid(setting, value)),
    ...Object.entries(environment.tags).map(([tag, value]: [string, string]) =>
      check(`tags.${tag}`, value, value.trim().length > 0 && value.length <= 256, '1 to 256 characters'),
    ),
    ...serverlessLimits(environment),
    ...percents(environment),
    check(
      'targets.freshnessHours',
      environment.targets.freshnessHours,
      environment.targets.freshnessHours > 0 && environment.targets.freshnessHours <= 48,
      'above 0 and at most 48: no alert looks back further than two days',
    ),
    check(
      'budget.parts.storage',
      environment.budget.parts?.storage,
      (environment.budget.parts?.storage ?? 0) <= environment.targets.storageUsdPerMonth,
      `at most ${String(environment.targets.storageUsdPerMonth)}, the target for storage, which this budget watches`,
    ),
    check(
      'policyPack',
      environment.policyPack,
      environment.policyPack === undefined || PACK_NAMES.includes(environment.policyPack),
      PACK_NAMES.join(', '),
    ),
    check('contacts', contacts, contacts.length > 0, 'at least one person to call'),
    ...contacts.map(({ email }) => check('contacts.email', email, EMAIL.test(email), 'a mail address')),
    check('pipelinePool', pipelinePool, poolNames.includes(pipelinePool), `a Spark pool: ${poolNames.join(', ')}`),
    ...uniqueNames('sparkPools', allPools),
    ...uniqueNames(
      'sqlPools',
      sqlPools.map((pool) => pool.name),
    ),
    ...usageNames('usage.spark', environment.usage.spark, environment.usage.workload?.nodes, allPools),
    ...usageNames(
      'usage.sqlPools',
      environment.usage.sqlPools,
      environment.usage.workload?.sqlPoolTb,
      sqlPools.map((pool) => pool.name),
    ),
    check(
      'pipeline.startTime',
      pipeline.startTime,
      UTC_INSTANT.test(pipeline.startTime) && !Number.isNaN(Date.parse(pipeline.startTime)),
      'an instant in UTC, such as 2026-12-01T00:00:00Z',
    ),
    pipeline.frequency === 'Day'
      ? check('pipeline.at', pipeline.at, minutesOfDay(pipeline.at ?? '') !== undefined, 'HH:MM, UTC')
      : check('pipeline.at', pipeline.at, pipeline.at === undefined, 'nothing for an hourly schedule'),
    check(
      'storage.layerReplication',
      environment.storage.layerReplication,
      environment.storage.layerReplication === undefined || environment.storage.layout === 'perLayer',
      'nothing with layout single, where all layers share one account; set layout to perLayer',
    ),
    ...checkVault(environment),
    ...checkAgreements(environment),
    ...checkCloud(environment),
    ...checkCatalog(environment),
    ...checkNetwork(environment),
    ...checkLineage(environment),
    ...checkTenants(environment),
    ...checkRecovery(environment),
    ...checkSessions(environment),
  ];
}

/** Every pool has its usage, stated or from the workload, and no usage is that of a pool that is not there. */
function usageNames(
  setting: string,
  stated: Readonly<Record<string, unknown>> = {},
  workload: Readonly<Record<string, unknown>> = {},
  pools: readonly string[],
): readonly Check[] {
  return sameNames(setting, [...new Set([...Object.keys(stated), ...Object.keys(workload)])], pools);
}

/** Limits that stop a day before a week before a month; the procedure behind them takes whole terabytes. */
function serverlessLimits({ serverlessSql: { tbPerDay, tbPerWeek, tbPerMonth } }: Environment): readonly Check[] {
  return [
    check('serverlessSql.tbPerDay', tbPerDay, Number.isInteger(tbPerDay) && tbPerDay >= 1, 'a whole number from 1 on'),
    check(
      'serverlessSql',
      [tbPerDay, tbPerWeek, tbPerMonth],
      Number.isInteger(tbPerWeek) && Number.isInteger(tbPerMonth) && tbPerDay <= tbPerWeek && tbPerWeek <= tbPerMonth,
      'whole terabytes, a day at most a week at most a month',
    ),
  ];
}

function percents({ targets }: Environment): readonly Check[] {
  return Object.entries(targets)
    .filter(([name]) => name.endsWith('Percent'))
    .map(([name, value]: [string, number]) => check(`targets.${name}`, value, value >= 0 && value <= 100, '0 to 100'));
}

function identifiersOf({ tenantId, subscriptionId, access }: Environment): Readonly<Record<string, string>> {
  return {
    tenantId,
    subscriptionId,
    'access.administrators.objectId': access.administrators.objectId,
    'access.engineers.objectId': access.engineers.objectId,
    'access.analysts.objectId': access.analysts.objectId,
    'access.operators.objectId': access.operators.objectId,
    'access.deployers.objectId': access.deployers.objectId,
    'access.scientists.objectId': access.scientists.objectId,
    'access.auditors.objectId': access.auditors.objectId,
  };
}

function uniqueNames(setting: string, names: readonly string[]): readonly Check[] {
  return [check(setting, names, new Set(names).size === names.length, 'names that differ')];
}

/** A figure without its pool, or a pool without its figure, would vanish from the estimate without a word. */
function sameNames(setting: string, stated: readonly string[], pools: readonly string[]): readonly Check[] {
  const same = stated.length === pools.length && stated.every((name) => pools.includes(name));
  return [check(setting, stated, same, `one entry for each of ${pools.join(', ') || 'no pool'}`)];
}
