import type { Environment } from './settings/environment';
import type { SqlPoolSettings } from './settings/pools';
import { EXAMPLE_GROUPS, EXAMPLE_TENANT } from './example-identities';
import { monthlyHours } from './settings/online-window';
import { TARGETS } from './settings/targets';

const serving: SqlPoolSettings = {
  name: 'syndpserving',
  sku: 'DW100c',
  storage: 'GRS',
  online: { days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'], from: '12:00', to: '20:00' },
};

/** Rehearses production: the same redundancy, node size and protection over a sample of the data, once a day. */
export const staging: Environment = {
  name: 'staging',
  location: 'eastus',
  tenantId: EXAMPLE_TENANT,
  subscriptionId: '00000000-0000-4000-8000-0000000000e0',
  workload: 'lake',
  nameSeed: 'medallion-retail/staging',
  tags: { Environment: 'Staging', CostCenter: 'Data-Platform', Owner: 'DataEngineering' },
  protectData: true,
  state: { resourceGroup: 'rg-lake-state-staging', storageAccount: 'stlakestatestaging', container: 'tfstate' },
  // As in production, so that what the network forbids shows here first.
  network: { posture: 'private', exfiltrationProtection: true, virtualNetwork: { addressSpace: '10.20.4.0/22' } },
  storage: { replication: 'GRS', capacityAlertTb: 2 },
  keyVault: { softDeleteDays: 30 },
  logs: { dailyCapGb: 2, retentionDays: 31, sqlAudit: true },
  sparkPools: [{ name: 'synspbatch', nodeSize: 'Medium', minNodes: 3, maxNodes: 6, autoPauseMinutes: 5 }],
  pipelinePool: 'synspbatch',
  sqlPools: [serving],
  serverlessSql: { tbPerDay: 1, tbPerWeek: 2, tbPerMonth: 4 },
  pipeline: { frequency: 'Day', interval: 1, at: '04:00', startTime: '2026-12-01T00:00:00Z', active: true },
  maintenance: { frequency: 'Day', interval: 7, at: '06:30', startTime: '2026-12-01T00:00:00Z', active: true },
  access: { ...EXAMPLE_GROUPS, engineersMayWrite: false },
  contacts: [{ name: 'data-engineering', email: 'data-engineering@example.com' }],
  budget: { monthlyUsd: 1000, startDate: '2026-12-01', parts: { storage: 40, synapse: 700 } },
  guard: 'enforce',
  // The pipeline runs once a day.
  targets: { ...TARGETS, freshnessHours: 48 },
  usage: {
    storage: {
      landing: { storedGib: 200, tierShare: { archive: 0.6 }, writes: 100_000, reads: 200_000 },
      bronze: { storedGib: 250, tierShare: { cool: 0.5, cold: 0.2 }, writes: 200_000, reads: 600_000 },
      silver: { storedGib: 200, tierShare: { cool: 0.4 }, writes: 200_000, reads: 800_000 },
      gold: { storedGib: 30, writes: 60_000, reads: 500_000 },
      system: { storedGib: 10, writes: 80_000, reads: 150_000 },
    },
    // 30 nightly runs of an hour, 20 hours of release tests, and maintenance once a week.
    spark: { synspbatch: { hours: 53, averageNodes: 4 } },
    serverlessSqlTb: 1,
    sqlPools: { syndpserving: { onlineHours: monthlyHours(serving.online), storedTb: 0.5 } },
    logAnalyticsGb: 21,
    // Eleven activities a run; nine of them wait about six minutes for Spark.
    pipelines: { activityRuns: 340, externalActivityHours: 27 },
    keyVaultOperations: 50_000,
  },
};
