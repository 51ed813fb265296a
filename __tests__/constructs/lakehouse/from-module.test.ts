import { Lakehouse } from '../../../constructs/lakehouse/lakehouse';
import { environmentOf, propsOfModule } from '../../../constructs/lakehouse/from-module';
import type { Environment } from '../../../environments/settings/environment';
import type { LakehouseModule, PassedOn } from '../../../constructs/lakehouse/module-props';
import { production } from '../../../examples/production';
import { refusalOf } from '../../support/refusal';
import { bodyOf, scratchStack, synthesizeStack } from '../../support/synth';
import { landed } from '../../../contracts/source';

describe('a lakehouse in the shape of a module call', () => {
  const stack = synthesizeStack((scope) => Lakehouse.fromModule(scope, 'Lakehouse', production));

  test('is made by the construct itself, in any stack', () => {
    expect(stack.resources.map(({ path }) => path)).toContain('test/Lakehouse/Storage/Default/Account');
  });

  test('bears the names, sizes and tags of the call', () => {
    expect(bodyOf(stack, 'azurerm_resource_group')['name']).toBe('rg-lakehouse-prod');
    expect(bodyOf(stack, 'azurerm_storage_account')).toMatchObject({
      name: 'lakehouseprod',
      account_tier: 'Standard',
      account_replication_type: 'GRS',
      tags: { Environment: 'Production', CostCenter: 'Data-Platform', Owner: 'DataEngineering' },
    });
    expect(bodyOf(stack, 'azurerm_synapse_workspace')).toMatchObject({
      name: 'synapse-lakehouse-prod',
      sql_administrator_login: 'sqladmin',
      managed_virtual_network_enabled: true,
    });
    expect(bodyOf(stack, 'azurerm_synapse_spark_pool')).toMatchObject({
      name: 'sparkdefault',
      node_size: 'Medium',
      auto_scale: { min_node_count: 3, max_node_count: 10 },
      auto_pause: { delay_in_minutes: 15 },
    });
    expect(bodyOf(stack, 'azurerm_synapse_sql_pool')).toMatchObject({ name: 'gold_analytics', sku_name: 'DW100c' });
  });

  test('moves what the contracts leave open by the days of the call, and keeps what they say', () => {
    const contracts = production.contracts.map((contract) =>
      contract.name === 'gold.daily_metrics' ? { ...contract, tiering: {} } : contract,
    );
    const said = new Map(propsOfModule({ ...production, contracts }).contracts.map((table) => [table.name, table]));
    expect(said.get('gold.daily_metrics')?.tiering).toEqual({ coolAfterDays: 30 });
    expect(said.get('bronze.events')?.tiering.coolAfterDays).toBe(60);
    expect(landed(said.get('bronze.users')?.source)?.archiveAfterDays).toBe(30);
  });

  test('holds only the tables it lists', () => {
    const deltaTables = { bronze: ['events'], silver: [], gold: [] };
    expect(propsOfModule({ ...production, deltaTables }).contracts.map(({ name }) => name)).toEqual(['bronze.events']);
  });
});

const { storageAccount, synapseWorkspace } = production;
const [spark] = synapseWorkspace.sparkPools;
const [sql] = synapseWorkspace.sqlPools ?? [];
if (spark === undefined || sql === undefined) throw new Error('The production example has no pools.');

const storage = (settings: object): Partial<LakehouseModule> => ({
  storageAccount: { ...storageAccount, ...settings },
});
const lifecycle = (settings: object): Partial<LakehouseModule> => storage({ lifecycleRules: settings });
const workspace = (settings: object): Partial<LakehouseModule> => ({
  synapseWorkspace: { ...synapseWorkspace, ...settings },
});
const sparkPool = (settings: object): Partial<LakehouseModule> =>
  workspace({ sparkPools: [{ ...spark, ...settings }] });
const sqlPool = (settings: object): Partial<LakehouseModule> => workspace({ sqlPools: [{ ...sql, ...settings }] });

/** What the module call of the Terraform example asks for and Azure cannot do, beside the nearest that it can. */
const CASES: readonly {
  readonly what: string;
  readonly bad: Partial<LakehouseModule>;
  readonly setting: string;
  readonly remedy: string;
  readonly good: Partial<LakehouseModule>;
}[] = [
  {
    what: 'blob versioning',
    bad: storage({ enableVersioning: true }),
    setting: 'storageAccount.enableVersioning',
    remedy: 'Delta time travel',
    good: storage({ enableVersioning: false }),
  },
  {
    what: 'a premium account',
    bad: storage({ tier: 'Premium' }),
    setting: 'storageAccount.tier',
    remedy: 'Standard',
    good: storage({ tier: 'Standard' }),
  },
  {
    what: 'archive over everything',
    bad: lifecycle({ moveToCool: 30, moveToArchive: 90 }),
    setting: 'storageAccount.lifecycleRules.moveToArchive',
    remedy: 'moveRawToArchive',
    good: lifecycle({ moveToCool: 30, moveToCold: 120, moveRawToArchive: 90 }),
  },
  {
    what: 'two nodes',
    bad: sparkPool({ minNodes: 2 }),
    setting: 'minNodes',
    remedy: 'Start from 3',
    good: sparkPool({ minNodes: 3 }),
  },
  {
    what: 'spot instances',
    bad: sparkPool({ useSpotInstances: true }),
    setting: 'synapseWorkspace.sparkPools[0].useSpotInstances',
    remedy: 'AKS spot pool',
    good: sparkPool({ useSpotInstances: false }),
  },
  {
    what: 'a bid for nodes',
    bad: sparkPool({ maxPricePerHour: 0.5 }),
    setting: 'synapseWorkspace.sparkPools[0].maxPricePerHour',
    remedy: 'AKS spot pool',
    good: sparkPool({}),
  },
  {
    what: 'auto-pause of a SQL pool',
    bad: sqlPool({ autoPauseEnabled: true }),
    setting: 'synapseWorkspace.sqlPools[0].autoPauseEnabled',
    remedy: '`online`',
    good: sqlPool({ autoPauseEnabled: false }),
  },
  {
    what: 'an auto-pause delay of a SQL pool',
    bad: sqlPool({ autoPauseDelay: 60 }),
    setting: 'synapseWorkspace.sqlPools[0].autoPauseDelay',
    remedy: '`online`',
    good: sqlPool({ online: { days: ['Monday'], from: '08:00', to: '09:00' } }),
  },
  {
    what: 'no managed network',
    bad: workspace({ managedVnetEnabled: false }),
    setting: 'synapseWorkspace.managedVnetEnabled',
    remedy: 'Leave it out',
    good: workspace({ managedVnetEnabled: true }),
  },
  {
    what: 'no Spark pool',
    bad: workspace({ sparkPools: [] }),
    setting: 'synapseWorkspace.sparkPools',
    remedy: 'minNodes: 3',
    good: workspace({ sparkPools: [spark] }),
  },
  {
    what: 'a table without contract',
    bad: { deltaTables: { bronze: ['events', 'orders'], silver: [], gold: [] } },
    setting: 'deltaTables',
    remedy: 'contract',
    good: { deltaTables: { bronze: ['events'], silver: [], gold: [] } },
  },
  {
    what: 'a table without its input',
    bad: { deltaTables: { bronze: ['events'], silver: ['events_clean'], gold: [] } },
    setting: 'deltaTables: silver.events_clean without silver.users_enriched',
    remedy: 'Add silver.users_enriched',
    good: {
      deltaTables: { bronze: ['events', 'users'], silver: ['events_clean', 'users_enriched'], gold: [] },
    },
  },
  {
    what: 'a login that SQL does not take',
    bad: workspace({ sqlAdminUsername: '1st' }),
    setting: 'name of the sqlLogin',
    remedy: 'Change the name',
    good: workspace({ sqlAdminUsername: 'first' }),
  },
];

describe.each(CASES)('$what', ({ bad, setting, remedy, good }) => {
  test('fails with the path, the setting and the remedy', () => {
    const error = refusalOf(() => Lakehouse.fromModule(scratchStack(), 'Lakehouse', { ...production, ...bad }));
    expect(error.path).toMatch(/^test\/Lakehouse/);
    expect(error.refusal.setting).toBe(setting);
    expect(error.message).toContain('; allowed: ');
    expect(error.remedy).toContain(remedy);
  });

  test('is accepted in its nearest form', () => {
    expect(() => Lakehouse.fromModule(scratchStack(), 'Lakehouse', { ...production, ...good })).not.toThrow();
  });
});

type OptionalKeys<Settings> = {
  [Key in keyof Settings]-?: object extends Pick<Settings, Key> ? Key : never;
}[keyof Settings];

const START = '2026-12-01T00:00:00Z';
const SUBNET = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/n/subnets/spot';
const GATEWAY = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/applicationGateways/a';
const DAILY = { frequency: 'Day', interval: 1, at: '06:30', startTime: START, active: true } as const;
const OBJECTIVE = { rpoHours: 26, rtoHours: 16 };

/** Every setting that a module call shares with an environment; the compiler misses none. */
const SHARED: { readonly [Key in OptionalKeys<Environment> & PassedOn]-?: NonNullable<Environment[Key]> } = {
  cloud: 'usgovernment',
  encryption: { rotationDays: 365 },
  spotBatch: { maxPricePerHour: 0.05, vmSize: 'Standard_D4s_v5', maxNodes: 3, subnetId: SUBNET },
  maintenance: DAILY,
  sessions: 'layer',
  sessionSize: { node: 'Small', executors: 2 },
  factory: { globalParameters: { region: 'east' } },
  catalog: { kind: 'own' },
  tenants: [
    { id: 'acme', isolation: 'container', readers: { name: 'acme', objectId: '00000000-0000-4000-8000-000000000901' } },
  ],
  recovery: {
    region: 'westus',
    backup: DAILY,
    backupHours: 2,
    restoreGibPerHour: 200,
    objectives: { bronze: OBJECTIVE, silver: OBJECTIVE, gold: OBJECTIVE },
  },
  costExport: true,
  guard: 'report',
  policyPack: 'production',
  alerts: { 'pipeline-failed': false },
  connections: { erp: { url: 'https://erp.example.com' } },
  sourceEndpoints: { erp: { targetResourceId: GATEWAY, subresource: 'Gateway' } },
  ingest: { 'bronze.events': { on: 'arrival', endsWith: '_SUCCESS', active: true } },
};

describe.each(Object.entries(SHARED))('the setting %s of an environment', (name, value) => {
  test('is that of a module call too', () => {
    expect(environmentOf({ ...production, [name]: value })).toMatchObject({ [name]: value });
  });
});

test('nested settings of an environment reach it from a module call', () => {
  const environment = environmentOf({
    ...production,
    pipelinePool: 'second',
    logs: { sqlAudit: true },
    storageAccount: { ...production.storageAccount, layout: 'perLayer', inventory: true },
    synapseWorkspace: {
      ...production.synapseWorkspace,
      sparkPools: [
        {
          name: 'second',
          nodeSize: 'Small',
          minNodes: 3,
          maxNodes: 3,
          autoPauseMinutes: 5,
          packages: ['polars==1.0.0'],
        },
      ],
    },
  });
  expect(environment).toMatchObject({
    pipelinePool: 'second',
    logs: { sqlAudit: true, dailyCapGb: 10 },
    storage: { layout: 'perLayer', inventory: true, replication: 'GRS' },
    sparkPools: [{ name: 'second', packages: ['polars==1.0.0'] }],
  });
});
