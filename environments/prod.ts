import type { Environment } from './settings/environment';
import type { SqlPoolSettings } from './settings/pools';
import { EXAMPLE_GROUPS, EXAMPLE_TENANT } from './example-identities';
import { monthlyHours } from './settings/online-window';
import { TARGETS } from './settings/targets';

const serving: SqlPoolSettings = {
  name: 'syndpserving',
  sku: 'DW100c',
  storage: 'GRS',
  // A working day from coast to coast.
  online: { days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'], from: '11:00', to: '23:00' },
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
    { name: 'synspbatch', nodeSize: 'Medium', minNodes: 3, maxNodes: 10, autoPauseMinutes: 15 },
    // People get a pool of their own, so that a notebook left open never keeps a job waiting.
    { name: 'synspadhoc', nodeSize: 'Small', minNodes: 3, maxNodes: 6, autoPauseMinutes: 15 },
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
  budget: { monthlyUsd: 5500, startDate: '2026-12-01', parts: { storage: 700, synapse: 4200 } },
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
    storage: {
      landing: { storedGib: 2000, tierShare: { archive: 0.7 }, writes: 1_000_000, reads: 2_000_000 },
      bronze: { storedGib: 2500, tierShare: { cool: 0.3, cold: 0.5 }, writes: 2_000_000, reads: 6_000_000 },
      silver: { storedGib: 1800, tierShare: { cool: 0.5 }, writes: 2_000_000, reads: 10_000_000 },
      gold: { storedGib: 150, writes: 500_000, reads: 20_000_000 },
      // 425 GiB of it are what drills restored and removed, billed for the seven days in which it could be undeleted.
      system: { storedGib: 485, writes: 1_200_000, reads: 1_500_000 },
      // Bronze, silver, gold and system (less the drills) once more, written as often as they are; read by drills.
      backup: { storedGib: 4510, writes: 5_300_000, reads: 500_000 },
    },
    // 730 runs of 25 minutes and the pause after each, less the overlap in busy hours; 30 times maintenance; a
    // third of a drill of 22 hours.
    // Notebooks: three hours of a working day.
    spark: { synspbatch: { hours: 508, averageNodes: 4.5 }, synspadhoc: { hours: 65, averageNodes: 3.2 } },
    serverlessSqlTb: 10,
    sqlPools: { syndpserving: { onlineHours: monthlyHours(serving.online), storedTb: 2 } },
    // Of these, five of audited statements.
    logAnalyticsGb: 95,
    // Eleven activities a run; nine of them wait about five minutes for Spark.
    pipelines: { activityRuns: 8090, externalActivityHours: 548 },
    keyVaultOperations: 500_000,
  },
};
