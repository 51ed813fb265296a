import { parseCidr } from '../../azure/cidr';
import { subresourcesOfId } from '../../azure/private-link-targets';
import { PUBLIC_REGIONS } from '../../azure/regions';
import { isReservedLogin } from '../../azure/reserved-logins';
import { tenantPools } from '../settings/tenants';
import type { Environment } from '../settings/environment';
import { STORAGE_LAYERS } from '../settings/storage';
import { check, type Check } from './check';

const SUBNET =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i;
const ARM_ID = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]+$/i;
/** Azure keeps the first four and the last address of every subnet. */
const KEPT_BY_AZURE = 5;
/** Of the workspace (Sql, SqlOnDemand, Dev), the vault, the factory, Synapse Studio and their like. */
const ENDPOINTS_WITHOUT_ACCOUNTS = 7;
const ENDPOINTS_OF_ACCOUNT = 2;

/** Settings that are right alone and do not agree with another one, or with what Azure has. */
export function checkAgreements(environment: Environment): readonly Check[] {
  return [
    ...places(environment),
    ...people(environment),
    ...network(environment),
    ...sources(environment),
    ...money(environment),
    ...times(environment),
  ];
}

function places({ location, cloud = 'public', state, spotBatch, names }: Environment): readonly Check[] {
  const login = names?.sqlLogin;
  return [
    check(
      'location',
      location,
      cloud !== 'public' || PUBLIC_REGIONS.includes(location),
      `a region of Azure's public cloud: ${PUBLIC_REGIONS.join(', ')}`,
    ),
    check(
      'state.resourceGroup',
      state.resourceGroup,
      /^(?!.*\.$)[-\w._()]{1,90}$/.test(state.resourceGroup),
      '1 to 90 letters, digits and -_.(), not ending in a dot',
    ),
    check(
      'state.storageAccount',
      state.storageAccount,
      /^[a-z0-9]{3,24}$/.test(state.storageAccount),
      '3 to 24 lower-case letters and digits',
    ),
    check(
      'state.container',
      state.container,
      /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(state.container),
      '3 to 63 lower-case letters, digits and single hyphens',
    ),
    check(
      'names.sqlLogin',
      login,
      login === undefined || !isReservedLogin(login),
      'a name that Azure does not keep for itself, such as medallionsql',
    ),
    ...(spotBatch === undefined
      ? []
      : [
          check(
            'spotBatch.subnetId',
            spotBatch.subnetId,
            SUBNET.test(spotBatch.subnetId),
            '/subscriptions/<id>/resourceGroups/<name>/providers/Microsoft.Network/virtualNetworks/<name>/subnets/<name>',
          ),
          check(
            'spotBatch.zones',
            spotBatch.zones,
            (spotBatch.zones ?? []).every((zone) => /^[123]$/.test(zone)),
            'zones 1, 2 and 3',
          ),
        ]),
  ];
}

function people({ contacts, tags, tenants = [], access }: Environment): readonly Check[] {
  const tagNames = Object.keys(tags).map((tag) => tag.toLowerCase());
  const own = Object.values(access).flatMap((group: unknown) =>
    typeof group === 'object' && group !== null && 'objectId' in group ? [String(group.objectId).toLowerCase()] : [],
  );
  return [
    ...contacts.map(({ name }) =>
      check('contacts.name', name, name.trim() !== '' && name.length <= 128, '1 to 128 characters'),
    ),
    check(
      'tags',
      Object.keys(tags),
      new Set(tagNames).size === tagNames.length,
      'names that differ by more than case: Azure keeps one of them',
    ),
    ...tenants.flatMap(({ id, readers }) => [
      check(
        `tenants.${id}.id`,
        id,
        !STORAGE_LAYERS.some((layer) => layer === id),
        `a name that is no layer: ${STORAGE_LAYERS.join(', ')}`,
      ),
      check(
        `tenants.${id}.readers.objectId`,
        readers.objectId,
        !own.includes(readers.objectId.toLowerCase()),
        'a group of the tenant alone: people of the lake would be people of the tenant',
      ),
    ]),
  ];
}

function network({
  network: posture,
  sparkPools,
  tenants = [],
  storage,
  recovery,
  sourceEndpoints = {},
}: Environment): readonly Check[] {
  if (posture.posture === 'public') return [];
  const pools = [...sparkPools, ...tenantPools(tenants)];
  const accounts =
    (storage.layout === 'perLayer' ? STORAGE_LAYERS.length : 1) +
    tenants.filter(({ isolation }) => isolation === 'account').length +
    (recovery === undefined ? 0 : 1);
  const needed = ENDPOINTS_WITHOUT_ACCOUNTS + accounts * ENDPOINTS_OF_ACCOUNT;
  const space = 'addressSpace' in posture.virtualNetwork ? parseCidr(posture.virtualNetwork.addressSpace) : undefined;
  // The first half of the network is for private endpoints.
  const free = space === undefined ? undefined : (space.last - space.first + 1) / 2 - KEPT_BY_AZURE;
  return [
    ...(posture.exfiltrationProtection
      ? pools.map(({ name, packages = [] }) =>
          check(
            `sparkPools.${name}.packages`,
            packages,
            packages.length === 0,
            'none with network.exfiltrationProtection: nothing is installed from the internet; upload workspace packages',
          ),
        )
      : []),
    check(
      'network.virtualNetwork.addressSpace',
      'addressSpace' in posture.virtualNetwork ? posture.virtualNetwork.addressSpace : undefined,
      free === undefined || free >= needed,
      `a network whose first half has ${String(needed)} free addresses, one for each private endpoint`,
    ),
    ...Object.entries(sourceEndpoints).map(([name]) =>
      check(
        `sourceEndpoints.${name}`,
        name,
        /^[A-Za-z][\w-]{0,62}$/.test(name),
        'letters, digits, hyphens and underscores, a letter first',
      ),
    ),
  ];
}

function sources({ connections = {}, sourceEndpoints = {} }: Environment): readonly Check[] {
  return [
    ...Object.entries(connections).flatMap(([name, connection]) => {
      const url: unknown = Reflect.get(connection, 'url');
      return typeof url === 'string'
        ? [
            check(
              `connections.${name}.url`,
              '(not shown)',
              !/:\/\/[^/\s:@]+:[^/\s@]+@|(?:password|pwd)=/i.test(url),
              'a URL without a password; keep it in the key vault',
            ),
          ]
        : [];
    }),
    ...Object.entries(sourceEndpoints).flatMap(([name, endpoint]) => {
      const { targetResourceId: target, subresource } = endpoint;
      const known = subresourcesOfId(target);
      return [
        check(
          `sourceEndpoints.${name}`,
          name,
          Object.hasOwn(connections, name),
          `a connection of that name: ${Object.keys(connections).join(', ') || 'none is declared'}`,
        ),
        check(`sourceEndpoints.${name}.targetResourceId`, target, ARM_ID.test(target), 'the ARM id of a resource'),
        check(
          `sourceEndpoints.${name}.subresource`,
          subresource,
          known === undefined || known.some((one) => one.toLowerCase() === subresource.toLowerCase()),
          known?.join(', ') ?? '',
        ),
      ];
    }),
  ];
}

function money({ budget, storage }: Environment): readonly Check[] {
  const layers = Object.entries(budget.layers ?? {});
  const parts = Object.entries(budget.parts ?? {});
  return [
    check(
      'budget.layers',
      budget.layers,
      layers.length === 0 || storage.layout === 'perLayer',
      'nothing with one account for all layers; set storage.layout to perLayer',
    ),
    ...layers.map(([layer]) =>
      check(
        `budget.layers.${layer}`,
        layer,
        STORAGE_LAYERS.some((one) => one === layer),
        STORAGE_LAYERS.join(', '),
      ),
    ),
    ...[...layers, ...parts].map(([name, usd]) =>
      check(
        `budget of ${name}`,
        usd,
        Number(usd) <= budget.monthlyUsd,
        `at most ${String(budget.monthlyUsd)}, the budget of the whole`,
      ),
    ),
  ];
}

/** `Date.parse` moves the 31st of February to March; a date that comes back otherwise does not exist. */
function times(environment: Environment): readonly Check[] {
  const { pipeline, maintenance, recovery, tenants = [] } = environment;
  const starts: readonly (readonly [string, string | undefined])[] = [
    ['pipeline.startTime', pipeline.startTime],
    ['maintenance.startTime', maintenance?.startTime],
    ['recovery.backup.startTime', recovery?.backup.startTime],
    ['recovery.drill.startTime', recovery?.drill?.startTime],
    ...tenants.map(({ id, pipeline: own }) => [`tenants.${id}.pipeline.startTime`, own?.startTime] as const),
    ...tenants.map(({ id, maintenance: own }) => [`tenants.${id}.maintenance.startTime`, own?.startTime] as const),
  ];
  return starts
    .filter((one): one is readonly [string, string] => one[1] !== undefined)
    .map(([setting, time]) => check(setting, time, exists(time), 'a day that exists, such as 2026-12-01T00:00:00Z'));
}

function exists(time: string): boolean {
  const parsed = new Date(time);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 19) === time.slice(0, 19);
}
