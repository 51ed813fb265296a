import type { Environment } from './settings/environment';
import type { SqlPoolSettings } from './settings/pools';
import { EXAMPLE_GROUPS, EXAMPLE_TENANT } from './example-identities';
import { TARGETS } from './settings/targets';

const serving: SqlPoolSettings = {
  name: 'syndpserving',
  sku: 'DW100c',
  storage: 'GRS',
  // A working day from coast to coast.
  online: { days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'], from: '11:00', to: '23:00' },
  // Two queries of readers always find room beside a load; DW100c gives no query less than a quarter.
  workloadGroups: [
    {
      name: 'serving',
      minPercent: 50,
      maxPercent: 100,
      percentPerQuery: 25,
      importance: 'above_normal',
      // A role that every database has: readers are given it by the scripts of a release.
      classifiers: [{ name: 'readers', member: 'db_datareader' }],
    },
  ],
};

/** The lake the business reads: geo-redundant, refreshed every hour so that data is never older than its contract says. */
export const prod: Environment = {
  name: 'prod',
  location: 'eastus',
  tenantId: EXAMPLE_TENANT,
  subscriptionId: '00000000-0000-4000-8000-0000000000f0',
  workload: 'lake',
  nameSeed: 'medallion-retail/prod',
  tags: { Environment: 'Production', CostCenter: 'Data-Platform', Owner: 'DataEngineering' },
  protectData: true,
  state: { resourceGroup: 'rg-lake-state-prod', storageAccount: 'stlakestateprod', container: 'tfstate' },
  network: {
    posture: 'private',
    exfiltrationProtection: true,
    virtualNetwork: { addressSpace: '10.20.0.0/22' },
  },
  storage: {
    replication: 'GRS',
    capacityAlertTb: 5,
    inventory: true,
    // Four times what landing takes in a month, because with one account Spark's own output is scanned too.
    defender: { monthlyScanCapGb: 2000 },
    // Seven years, unlocked until somebody has looked at it: locking cannot be undone.
    audit: { retentionDays: 2557 },
  },
  keyVault: { softDeleteDays: 90 },
  encryption: { rotationDays: 365 },
  logs: { dailyCapGb: 10, retentionDays: 90, sqlAudit: true },
  sparkPools: [
    // Shorter than the gap between two runs, so that a longer pause would keep the pool up for nobody.
    { name: 'synspbatch', nodeSize: 'Medium', minNodes: 3, maxNodes: 10, autoPauseMinutes: 5 },
    // People get a pool of their own, so that a notebook left open never keeps a job waiting.
    // They read the same gold tables over and over; a job reads a file once and needs its disk for shuffles.
    { name: 'synspadhoc', nodeSize: 'Small', minNodes: 3, maxNodes: 6, autoPauseMinutes: 15, cachePercent: 50 },
  ],
  pipelinePool: 'synspbatch',
  sqlPools: [serving],
  serverlessSql: { tbPerDay: 2, tbPerWeek: 6, tbPerMonth: 15 },
  pipeline: { frequency: 'Hour', interval: 1, startTime: '2026-12-01T00:00:00Z', active: true },
  // Before the first people of the east coast, half an hour after a run.
  maintenance: { frequency: 'Day', interval: 1, at: '06:30', startTime: '2026-12-01T00:00:00Z', active: true },
  access: { ...EXAMPLE_GROUPS, engineersMayWrite: false },
  contacts: [
    { name: 'data-engineering', email: 'data-engineering@example.com' },
    { name: 'on-call', email: 'on-call@example.com' },
  ],
  budget: { monthlyUsd: 4200, startDate: '2026-12-01', parts: { storage: 700, synapse: 2200 } },
  guard: 'enforce',
  targets: TARGETS,
  recovery: {
    region: 'westus',
    // At the quietest hour; copies go on where the last one stopped.
    backup: { frequency: 'Day', interval: 1, at: '08:30', startTime: '2026-12-01T00:00:00Z', active: true },
    backupHours: 2,
    // Every twelfth Saturday; at the rate below it is through before Sunday.
    drill: { frequency: 'Day', interval: 84, at: '04:30', startTime: '2026-12-05T00:00:00Z', active: true },
    restoreGibPerHour: 200,
    objectives: {
      bronze: { rpoHours: 26, rtoHours: 16 },
      silver: { rpoHours: 26, rtoHours: 12 },
      gold: { rpoHours: 26, rtoHours: 4 },
    },
  },
  usage: {
    workload: {
      landedGbPerDay: {
        events: { low: 4, base: 6, high: 9 },
        transactions: { low: 7, base: 10, high: 15 },
        users: { low: 0.5, base: 1, high: 1.5 },
      },
      collectedMonths: 4,
      layerRatio: { bronze: 1.25, silver: 0.9, gold: 0.07 },
      rewrittenPercentPerDay: { bronze: 1, silver: 3, gold: 10 },
      // An hourly run works for ten minutes; a drill restores the lake for 22 hours.
      runMinutes: {
        medallion: { low: 5, base: 10, high: 20 },
        maintenance: 40,
        backup: 35,
        'restore-drill': 1315,
        default: 15,
      },
      sessionStartMinutes: 5,
      // One session per run, of one driver and two executors.
      nodes: { synspbatch: { low: 3, base: 3, high: 4.5 }, synspadhoc: { low: 3, base: 3.2, high: 4 } },
      // People get three hours of a working day.
      notebookHours: { synspadhoc: { low: 2, base: 3, high: 5 } },
      serverless: { queriesPerDay: { low: 2000, base: 3300, high: 4500 }, gbPerQuery: 0.1 },
      dedicatedQueriesPerDay: { low: 10_000, base: 20_000, high: 40_000 },
      sqlPoolTb: { syndpserving: 2 },
    },
  },
};
