import { environments } from '../../environments';
import { CLOUDS } from '../../azure/clouds';
import { checkEnvironment } from '../../environments/checks/check-environment';
import { dev } from '../../environments/dev';
import type { Environment } from '../../environments/settings/environment';
import type { ExistingNetworkSettings } from '../../environments/settings/network';
import { minutesOfDay, monthlyHours } from '../../environments/settings/online-window';
import { CATALOG_ZONE, PRIVATE_ZONES, type PrivateZone } from '../../azure/private-zones';
import type { RecoverySettings } from '../../environments/settings/recovery';
import type { TenantSettings } from '../../environments/settings/tenants';
import { UserError } from '../../shared/errors';

const guid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const dnsZoneIds = zoneIds('/subscriptions/s/resourceGroups/rg-hub');

/** Ids as a landing zone gives them. */
function zoneIds(group: string): ExistingNetworkSettings['dnsZoneIds'] {
  return zonesOf((zone) => `${group}/providers/Microsoft.Network/privateDnsZones/${zone}`);
}

function zonesOf(id: (zone: PrivateZone) => string): ExistingNetworkSettings['dnsZoneIds'] {
  return Object.fromEntries(PRIVATE_ZONES.map((zone) => [zone, id(zone)])) as Record<PrivateZone, string>;
}

interface Case {
  readonly what: string;
  readonly bad: Partial<Environment>;
  readonly says: string;
  readonly good: Partial<Environment>;
}

const geo = { ...dev.storage, replication: 'GRS' } as const;
const vnet = '/subscriptions/s/resourceGroups/rg-hub/providers/Microsoft.Network/virtualNetworks/vnet-hub';
const existing = (differences: Partial<ExistingNetworkSettings>): Partial<Environment> => ({
  network: {
    posture: 'private',
    exfiltrationProtection: true,
    virtualNetwork: { endpointSubnetId: `${vnet}/subnets/snet-endpoints`, dnsZoneIds, ...differences },
  },
});
const catalogId = '/subscriptions/s/resourceGroups/rg-hub/providers/Microsoft.Purview/accounts/acme';
const tenants = (...list: readonly TenantSettings[]): Partial<Environment> => ({ tenants: list });
const acme: TenantSettings = { id: 'acme', isolation: 'container', readers: { name: 'acme', objectId: guid(901) } };
const globex: TenantSettings = {
  id: 'globex',
  isolation: 'container',
  readers: { name: 'globex', objectId: guid(902) },
};
const promise = { rpoHours: 26, rtoHours: 8 };
const recovery: RecoverySettings = {
  region: 'westus',
  backup: { frequency: 'Day', interval: 1, at: '02:00', startTime: '2026-12-01T00:00:00Z', active: true },
  backupHours: 2,
  restoreGibPerHour: 200,
  objectives: { bronze: promise, silver: promise, gold: promise },
};
const promised = (differences: Partial<RecoverySettings>): Partial<Environment> => ({
  storage: geo,
  recovery: { ...recovery, ...differences },
});

/** Parts that concern storage, network, tenants and recovery. */
const layoutCases: readonly Case[] = [
  {
    what: 'a redundancy for one layer of a shared account',
    bad: { storage: { ...geo, layerReplication: { gold: 'RAGRS' } } },
    says: 'storage.layerReplication is {"gold":"RAGRS"}; allowed: nothing with layout single',
    good: { storage: { ...geo, layout: 'perLayer', layerReplication: { gold: 'RAGRS' } } },
  },
  {
    what: 'a catalogue by name',
    bad: { catalog: { kind: 'existing', accountId: 'acme-purview' } },
    says: 'catalog.accountId is "acme-purview"; allowed: /subscriptions/',
    good: { catalog: { kind: 'existing', accountId: catalogId, principalId: guid(9) } },
  },
  {
    what: 'a catalogue whose identity is no id',
    bad: { catalog: { kind: 'existing', accountId: catalogId, principalId: 'purview' } },
    says: 'catalog.principalId is "purview"',
    good: { catalog: { kind: 'existing', accountId: catalogId } },
  },
  {
    what: 'a catalogue of its own that no name in the landing zone leads to',
    bad: { ...existing({}), catalog: { kind: 'own' } },
    says: 'network.virtualNetwork.dnsZoneIds.privatelink.purview.azure.com is not set',
    good: {
      ...existing({
        dnsZoneIds: {
          ...dnsZoneIds,
          [CATALOG_ZONE]:
            '/subscriptions/s/resourceGroups/rg-hub/providers/Microsoft.Network/privateDnsZones/privatelink.purview.azure.com',
        },
      }),
      catalog: { kind: 'own' },
    },
  },
  {
    what: 'a budget for storage above its target',
    bad: { budget: { ...dev.budget, parts: { storage: 5001 } } },
    says: 'budget.parts.storage is 5001; allowed: at most 5000',
    good: { budget: { ...dev.budget, monthlyUsd: 6000, parts: { storage: 5000 } } },
  },
  {
    what: 'a region of the public cloud in that of the government',
    bad: { cloud: 'usgovernment' },
    says: 'location is "eastus"; allowed: a region of the usgovernment cloud',
    good: { cloud: 'usgovernment', location: 'usgovvirginia' },
  },
  {
    what: 'a region of China in the public cloud',
    bad: { location: 'chinanorth3' },
    says: 'location is "chinanorth3"; allowed: a region of the public cloud',
    good: { location: 'chinanorth3', cloud: 'china' },
  },
  {
    what: 'a private network where Synapse has no zones',
    bad: { ...existing({}), cloud: 'china', location: 'chinanorth3' },
    says: 'network.posture is "private"; allowed: public in the china cloud',
    good: { cloud: 'china', location: 'chinanorth3' },
  },
  {
    what: 'a zone of the public cloud in that of the government',
    bad: { ...existing({}), cloud: 'usgovernment', location: 'usgovvirginia' },
    says: 'ending in /privateDnsZones/privatelink.dfs.core.usgovcloudapi.net',
    good: {
      ...existing({
        dnsZoneIds: zonesOf(
          (zone) =>
            `/subscriptions/s/resourceGroups/rg-hub/providers/Microsoft.Network/privateDnsZones/${CLOUDS.usgovernment.zones?.[zone] ?? zone}`,
        ),
      }),
      cloud: 'usgovernment',
      location: 'usgovvirginia',
    },
  },
  {
    what: 'a network in place of a subnet',
    bad: existing({ endpointSubnetId: vnet }),
    says: 'network.virtualNetwork.endpointSubnetId',
    good: existing({}),
  },
  {
    what: 'a DNS zone under the name of another',
    bad: existing({
      dnsZoneIds: { ...dnsZoneIds, 'privatelink.adf.azure.com': dnsZoneIds['privatelink.azuresynapse.net'] },
    }),
    says: 'dnsZoneIds.privatelink.adf.azure.com',
    good: existing({}),
  },
  {
    what: 'a tenant that no name can hold',
    bad: tenants({ ...acme, id: 'Acme Inc' }),
    says: 'tenants.Acme Inc.id',
    good: tenants(acme),
  },
  {
    what: 'two tenants of one id',
    bad: tenants(acme, { ...globex, id: 'acme' }),
    says: 'tenants.id is ["acme","acme"]; allowed: ids that differ',
    good: tenants(acme, globex),
  },
  {
    what: 'two tenants that share their readers',
    bad: tenants(acme, { ...globex, readers: acme.readers }),
    says: 'a shared one would read the data of both',
    good: tenants(acme, globex),
  },
  {
    what: 'a tenant whose pool has no usage',
    bad: tenants({
      ...acme,
      isolation: 'account',
      monthlyUsd: 100,
      sparkPool: { name: 'synspacme', nodeSize: 'Small', minNodes: 3, maxNodes: 3, autoPauseMinutes: 5 },
    }),
    says: 'usage.spark',
    good: tenants(acme),
  },
  {
    what: 'a second region that is not the pair',
    bad: promised({ region: 'westeurope' }),
    says: 'recovery.region is "westeurope"; allowed: westus, the pair of eastus',
    good: promised({}),
  },
  {
    what: 'a second region for storage that has one region',
    bad: { ...promised({}), storage: dev.storage },
    says: 'storage.replication is "LRS"',
    good: promised({}),
  },
  {
    what: 'a backup that never runs',
    bad: promised({ backup: { ...recovery.backup, active: false } }),
    says: 'recovery.backup.active is false',
    good: promised({}),
  },
  {
    what: 'a promise to lose less than a day with a backup a day',
    bad: promised({ objectives: { ...recovery.objectives, gold: { rpoHours: 4, rtoHours: 8 } } }),
    says: 'recovery.objectives.gold.rpoHours is 4; allowed: at least 26, because recovery.backup runs every 24 hours and may take 2',
    good: promised({
      backup: { ...recovery.backup, frequency: 'Hour', interval: 2 },
      objectives: { ...recovery.objectives, gold: { rpoHours: 4, rtoHours: 8 } },
    }),
  },
  {
    what: 'a promise to restore faster than data can move',
    bad: promised({ restoreGibPerHour: 3 }),
    says: 'recovery.objectives.bronze.rtoHours is 8; allowed: at least 10, because by its usage bronze holds 30 GiB and recovery.restoreGibPerHour is 3',
    good: promised({ restoreGibPerHour: 4 }),
  },
];

const cases: readonly Case[] = [
  { what: 'a name with capitals', bad: { name: 'Dev' }, says: 'name is "Dev"', good: { name: 'dev2' } },
  { what: 'a location in words', bad: { location: 'East US' }, says: 'location', good: { location: 'westeurope' } },
  { what: 'a long workload', bad: { workload: 'lakehouses' }, says: 'workload', good: { workload: 'lakes' } },
  {
    what: 'a seed of seven characters',
    bad: { nameSeed: 'sevench' },
    says: 'nameSeed',
    good: { nameSeed: 'eightchr' },
  },
  { what: 'a seed anybody could have', bad: { nameSeed: 'lake' }, says: 'nameSeed', good: { nameSeed: 'my own lake' } },
  {
    what: 'a tenant that is no GUID',
    bad: { tenantId: 'contoso' },
    says: 'tenantId is "contoso"; allowed: a GUID',
    good: { tenantId: '11111111-2222-4333-8444-555555555555' },
  },
  {
    what: 'a group that is no GUID',
    bad: { access: { ...dev.access, analysts: { name: 'analysts', objectId: 'analysts' } } },
    says: 'access.analysts.objectId',
    good: { access: { ...dev.access, engineersMayWrite: false } },
  },
  {
    what: 'an empty tag',
    bad: { tags: { ...dev.tags, CostCenter: ' ' } },
    says: 'tags.CostCenter',
    good: { tags: { ...dev.tags, CostCenter: '4711' } },
  },
  {
    what: 'a serverless limit of half a terabyte',
    bad: { serverlessSql: { tbPerDay: 0.5, tbPerWeek: 1, tbPerMonth: 1 } },
    says: 'serverlessSql.tbPerDay is 0.5',
    good: { serverlessSql: { tbPerDay: 1, tbPerWeek: 1, tbPerMonth: 1 } },
  },
  {
    what: 'a week with a smaller limit than a day',
    bad: { serverlessSql: { tbPerDay: 2, tbPerWeek: 1, tbPerMonth: 3 } },
    says: 'serverlessSql is [2,1,3]',
    good: { serverlessSql: { tbPerDay: 2, tbPerWeek: 2, tbPerMonth: 3 } },
  },
  {
    what: 'more than everything',
    bad: { targets: { ...dev.targets, schemaPassPercent: 101 } },
    says: 'targets.schemaPassPercent is 101',
    good: { targets: { ...dev.targets, schemaPassPercent: 100 } },
  },
  {
    what: 'freshness that no alert can watch',
    bad: { targets: { ...dev.targets, freshnessHours: 72 } },
    says: 'targets.freshnessHours is 72',
    good: { targets: { ...dev.targets, freshnessHours: 48 } },
  },
  { what: 'nobody to call', bad: { contacts: [] }, says: 'contacts', good: { contacts: dev.contacts } },
  {
    what: 'a contact without mail address',
    bad: { contacts: [{ name: 'me', email: 'me' }] },
    says: 'contacts.email is "me"',
    good: { contacts: [{ name: 'me', email: 'me@example.com' }] },
  },
  {
    what: 'a pipeline pool that does not exist',
    bad: { pipelinePool: 'other' },
    says: 'pipelinePool is "other"; allowed: a Spark pool: synspbatch',
    good: { pipelinePool: 'synspbatch' },
  },
  {
    what: 'sessions of an unknown form',
    bad: { sessions: 'day' as 'run' },
    says: 'sessions is "day"; allowed: run, layer, table',
    good: { sessions: 'layer' },
  },
  {
    what: 'executors that no node of the pool holds',
    bad: { sessionSize: { node: 'Large', executors: 2 } },
    says: 'sessionSize.node is "Large"',
    good: { sessionSize: { node: 'Small', executors: 2 } },
  },
  {
    what: 'more executors than the pool has nodes for',
    bad: { sessionSize: { node: 'Small', executors: 200 } },
    says: 'sessionSize.executors is 200',
    good: { sessionSize: { node: 'Small', executors: 1 } },
  },
  {
    what: 'as many executors as the pool has nodes, of which the driver takes one',
    bad: { sessionSize: { node: 'Small', executors: 5 } },
    says: 'sessionSize.executors is 5',
    good: { sessionSize: { node: 'Small', executors: 4 } },
  },
  {
    what: 'a size for jobs that are as their definition says',
    bad: { sessions: 'table', sessionSize: { node: 'Small', executors: 2 } },
    says: 'nothing with sessions table',
    good: { sessions: 'run', sessionSize: { node: 'Small', executors: 2 } },
  },
  {
    what: 'two pools of one name',
    bad: { sparkPools: [...dev.sparkPools, ...dev.sparkPools] },
    says: 'names that differ',
    good: { sparkPools: dev.sparkPools },
  },
  {
    what: 'usage of a pool that does not exist',
    bad: { usage: { ...dev.usage, spark: { other: { hours: 1, averageNodes: 3 } } } },
    says: 'usage.spark',
    good: { usage: { ...dev.usage, spark: { synspbatch: { hours: 1, averageNodes: 3 } } } },
  },
  {
    what: 'a SQL pool without usage',
    bad: { usage: { spark: { synspbatch: { hours: 1, averageNodes: 3 } } } },
    says: 'usage.sqlPools',
    good: { usage: { spark: { synspbatch: { hours: 1, averageNodes: 3 } } }, sqlPools: [] },
  },
  {
    what: 'a start in local time',
    bad: { pipeline: { ...dev.pipeline, startTime: '2026-12-01T00:00:00+01:00' } },
    says: 'pipeline.startTime',
    good: { pipeline: { ...dev.pipeline, startTime: '2027-01-01T00:00:00Z' } },
  },
  {
    what: 'a time of day that no clock shows',
    bad: { pipeline: { ...dev.pipeline, at: '24:00' } },
    says: 'pipeline.at is "24:00"',
    good: { pipeline: { ...dev.pipeline, at: '23:59' } },
  },
  {
    what: 'a time of day for an hourly schedule',
    bad: { pipeline: { ...dev.pipeline, frequency: 'Hour' } },
    says: 'pipeline.at',
    good: { pipeline: { frequency: 'Hour', interval: 2, startTime: '2026-12-01T00:00:00Z', active: true } },
  },
  ...layoutCases,
];

describe('checkEnvironment', () => {
  test.each(cases)('fails for $what', ({ bad, says }) => {
    expect(() => checkEnvironment({ ...dev, ...bad })).toThrow(says);
    expect(() => checkEnvironment({ ...dev, ...bad })).toThrow(UserError);
  });

  test.each(cases)('accepts the neighbour of: $what', ({ good }) => {
    expect(() => checkEnvironment({ ...dev, ...good })).not.toThrow();
  });

  test('names every wrong setting at once', () => {
    const both = { ...dev, tenantId: 'x', location: 'East US' };
    expect(() => checkEnvironment(both)).toThrow(/location[\s\S]*tenantId/);
  });
});

describe('the shipped environments', () => {
  test.each(environments)('$name agrees with itself', (environment) => {
    expect(() => checkEnvironment(environment)).not.toThrow();
  });

  test('are dev, staging and prod, in the order of a change', () => {
    expect(environments.map(({ name }) => name)).toEqual(['dev', 'staging', 'prod']);
  });

  test.each(environments)('$name states averages that its Spark pools can have', ({ sparkPools, usage }) => {
    for (const { name, maxNodes } of sparkPools) {
      const nodes = usage.workload?.nodes[name] ?? 0;
      expect(typeof nodes === 'number' ? nodes : nodes.high).toBeLessThanOrEqual(maxNodes);
    }
  });

  test('protect data wherever it cannot be made again', () => {
    expect(environments.map(({ name, protectData }) => [name, protectData])).toEqual([
      ['dev', false],
      ['staging', true],
      ['prod', true],
    ]);
  });
});

describe('online windows', () => {
  test('an eight-hour working week is 174 hours of an average month', () => {
    const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'] as const;
    expect(monthlyHours({ days, from: '09:00', to: '17:00' })).toBe(174);
    expect(monthlyHours({ days: ['Monday'], from: '00:00', to: '12:00' })).toBe(52);
  });

  test('fails for what is no time of day', () => {
    expect(['24:00', '9:00', '09:60', '', '09:00Z'].map(minutesOfDay)).toEqual(Array(5).fill(undefined));
  });

  test('reads times of day', () => {
    expect(['00:00', '09:30', '23:59'].map(minutesOfDay)).toEqual([0, 570, 1439]);
  });
});
