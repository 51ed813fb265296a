import { Lakehouse } from '../../constructs/lakehouse/lakehouse';
import { propsOfModule } from '../../constructs/lakehouse/from-module';
import type {
  LakehouseModule,
  LifecycleRulesModule,
  PassedOn,
  SparkPoolModule,
  SqlPoolModule,
  StorageAccountModule,
  SynapseWorkspaceModule,
} from '../../constructs/lakehouse/module-props';
import type { SparkPoolSettings, SqlPoolSettings } from '../../environments/settings/pools';
import type { StorageSettings } from '../../environments/settings/storage';
import { TARGETS } from '../../environments/settings/targets';
import { production } from '../../examples/production';
import { chain, contract } from '../support/contracts';
import { scratchStack } from '../support/synth';
import { subject, type Subject } from './subject';

const SPARK: SparkPoolModule = {
  name: 'sparkdefault',
  nodeSize: 'Small',
  minNodes: 3,
  maxNodes: 5,
  autoPauseMinutes: 5,
};
const SQL: SqlPoolModule = { name: 'serving', sku: 'DW100c', online: { days: ['Monday'], from: '08:00', to: '18:00' } };
const STORAGE: StorageAccountModule = { name: 'lakehouseprod', replicationType: 'GRS' };
const WORKSPACE: SynapseWorkspaceModule = { name: 'synw-prod', sparkPools: [SPARK] };
const { name, resourceGroup, location, tenantId, subscriptionId, state, tags, access, contacts, budget } = production;
const BASE: LakehouseModule = {
  ...{ name, resourceGroup, location, tenantId, subscriptionId, state, tags, access, contacts, budget },
  storageAccount: STORAGE,
  synapseWorkspace: WORKSPACE,
  contracts: [
    contract('bronze.events', { source: { kind: 'files', system: 'crm', format: 'jsonl', path: 'events' } }),
    ...chain.slice(1),
  ],
};

/** What a module call comes to, once the lake itself has refused what it refuses. */
function output(module: LakehouseModule): string {
  Lakehouse.fromModule(scratchStack(), 'Lakehouse', module);
  return JSON.stringify(sorted(propsOfModule(module)));
}

/** Two objects are the same lake in whatever order their settings are written. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, inner]: [string, unknown]) => [key, sorted(inner)]),
  );
}

const nothing = { storedGib: 0, writes: 0, reads: 0 };

export const moduleSubjects: readonly Subject[] = [
  subject<LakehouseModule, PassedOn>('LakehouseModule', BASE, output, {
    deltaTables: {
      same: { bronze: ['events'], silver: ['events_clean'], gold: ['event_counts'] },
      other: { bronze: ['events'], silver: [], gold: [] },
    },
    network: {
      same: { posture: 'public', allowedRanges: [] },
      other: { posture: 'public', allowedRanges: [{ name: 'office', cidr: '203.0.113.0/24' }] },
    },
    workload: { same: 'lake', other: 'sales' },
    nameSeed: { same: `${subscriptionId}/${resourceGroup}`, other: 'another seed' },
    capacityAlertTb: { same: 5, other: 6 },
    pipeline: {
      same: { frequency: 'Day', interval: 1, at: '02:00', startTime: `${budget.startDate}T00:00:00Z`, active: true },
      other: { frequency: 'Hour', interval: 1, startTime: '2026-12-01T00:00:00Z', active: true },
    },
    logsDailyCapGb: { same: 10, other: 1 },
    logsRetentionDays: { same: 90, other: 31 },
    vaultSoftDeleteDays: { same: 90, other: 7 },
    vaultSku: { same: 'standard', other: 'premium' },
    protectData: { same: true, other: false },
    targets: { same: { ...TARGETS, freshnessHours: 48 }, other: TARGETS },
    pipelinePool: { same: 'sparkdefault', other: 'another' },
    logs: { same: {}, other: { sqlAudit: true } },
    serverlessSql: {
      same: { tbPerDay: 1, tbPerWeek: 3, tbPerMonth: 10 },
      other: { tbPerDay: 2, tbPerWeek: 3, tbPerMonth: 10 },
    },
    usage: {
      same: {
        storage: { landing: nothing, bronze: nothing, silver: nothing, gold: nothing, system: nothing },
        spark: { sparkdefault: { hours: 0, averageNodes: 3 } },
        serverlessSqlTb: 0,
        sqlPools: {},
        logAnalyticsGb: 0,
        pipelines: { activityRuns: 0, externalActivityHours: 0 },
        keyVaultOperations: 0,
      },
      other: {
        storage: { landing: nothing, bronze: nothing, silver: nothing, gold: nothing, system: nothing },
        spark: { sparkdefault: { hours: 10, averageNodes: 3 } },
        serverlessSqlTb: 0,
        sqlPools: {},
        logAnalyticsGb: 0,
        pipelines: { activityRuns: 0, externalActivityHours: 0 },
        keyVaultOperations: 0,
      },
    },
  }),
  subject<StorageAccountModule, Exclude<keyof StorageSettings, 'replication' | 'capacityAlertTb'>>(
    'StorageAccountModule',
    STORAGE,
    (storageAccount) => output({ ...BASE, storageAccount }),
    {
      tier: { same: 'Standard', other: 'Premium' },
      enableVersioning: { same: false, other: true },
      lifecycleRules: { same: {}, other: { moveToCool: 30 } },
    },
  ),
  subject<LifecycleRulesModule>(
    'LifecycleRulesModule',
    {},
    (lifecycleRules) => output({ ...BASE, storageAccount: { ...STORAGE, lifecycleRules } }),
    {
      moveToCool: { other: 30 },
      moveToCold: { other: 120 },
      moveRawToArchive: { other: 180 },
      moveToArchive: { other: 90 },
    },
  ),
  subject<SynapseWorkspaceModule>(
    'SynapseWorkspaceModule',
    WORKSPACE,
    (synapseWorkspace) => output({ ...BASE, synapseWorkspace }),
    {
      sqlAdminUsername: { same: 'medallionsql', other: 'sqladmin' },
      managedVnetEnabled: { same: true, other: false },
      sqlPools: { same: [], other: [SQL] },
    },
  ),
  subject<SparkPoolModule, keyof SparkPoolSettings>(
    'SparkPoolModule',
    SPARK,
    (pool) => output({ ...BASE, synapseWorkspace: { ...WORKSPACE, sparkPools: [pool] } }),
    {
      useSpotInstances: { same: false, other: true },
      maxPricePerHour: { other: 0.5 },
    },
  ),
  subject<SqlPoolModule, Exclude<keyof SqlPoolSettings, 'storage'>>(
    'SqlPoolModule',
    SQL,
    (pool) => output({ ...BASE, synapseWorkspace: { ...WORKSPACE, sqlPools: [pool] } }),
    {
      storage: { same: 'GRS', other: 'LRS' },
      autoPauseEnabled: { same: false, other: true },
      autoPauseDelay: { other: 60 },
    },
  ),
];
