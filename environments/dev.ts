import type { Environment } from './settings/environment';
import type { SqlPoolSettings } from './settings/pools';
import { EXAMPLE_GROUPS, EXAMPLE_OFFICE, EXAMPLE_TENANT } from './example-identities';
import { monthlyHours } from './settings/online-window';
import { TARGETS } from './settings/targets';

const serving: SqlPoolSettings = {
  name: 'syndpserving',
  sku: 'DW100c',
  storage: 'LRS',
  // Half a working day: queries are tried out in the morning, and a pool that is off costs storage only.
  online: { days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'], from: '13:00', to: '17:00' },
};

/** Where contracts and jobs are tried out: everything can be made again, so it is the cheapest form that still runs. */
export const dev: Environment = {
  name: 'dev',
  location: 'eastus',
  tenantId: EXAMPLE_TENANT,
  subscriptionId: '00000000-0000-4000-8000-0000000000d0',
  workload: 'lake',
  nameSeed: 'medallion-retail/dev',
  tags: { Environment: 'Development', CostCenter: 'Data-Platform', Owner: 'DataEngineering' },
  protectData: false,
  state: { resourceGroup: 'rg-lake-state-dev', storageAccount: 'stlakestatedev', container: 'tfstate' },
  network: { posture: 'public', allowedRanges: [EXAMPLE_OFFICE] },
  storage: { replication: 'LRS', capacityAlertTb: 1 },
  keyVault: { softDeleteDays: 7 },
  logs: { dailyCapGb: 1, retentionDays: 31 },
  sparkPools: [{ name: 'synspbatch', nodeSize: 'Small', minNodes: 3, maxNodes: 5, autoPauseMinutes: 5 }],
  pipelinePool: 'synspbatch',
  sqlPools: [serving],
  serverlessSql: { tbPerDay: 1, tbPerWeek: 1, tbPerMonth: 2 },
  pipeline: { frequency: 'Day', interval: 1, at: '05:00', startTime: '2026-12-01T00:00:00Z', active: true },
  access: { ...EXAMPLE_GROUPS, engineersMayWrite: true },
  contacts: [{ name: 'data-engineering', email: 'data-engineering@example.com' }],
  budget: { monthlyUsd: 450, startDate: '2026-12-01' },
  // The pipeline runs once a day.
  targets: { ...TARGETS, freshnessHours: 48 },
  // Nobody waits for these figures here, and engineers change rights and resources all day.
  alerts: {
    'storage-availability': false,
    'access-denied': false,
    'pipeline-success': false,
    freshness: false,
    'bronze-slow': false,
    'silver-slow': false,
    'gold-slow': false,
    'run-cost': false,
    'terabyte-cost': false,
    'schema-pass': false,
    completeness: false,
    'resource-deleted': false,
    'role-changed': false,
  },
  usage: {
    storage: {
      landing: { storedGib: 20, writes: 20_000, reads: 60_000 },
      bronze: { storedGib: 30, writes: 60_000, reads: 200_000 },
      silver: { storedGib: 25, writes: 60_000, reads: 300_000 },
      gold: { storedGib: 5, writes: 20_000, reads: 200_000 },
      system: { storedGib: 2, writes: 40_000, reads: 80_000 },
    },
    // 30 nightly runs of 40 minutes, and 25 hours by hand.
    spark: { synspbatch: { hours: 45, averageNodes: 3.4 } },
    serverlessSqlTb: 0.2,
    sqlPools: { syndpserving: { onlineHours: monthlyHours(serving.online), storedTb: 0.1 } },
    logAnalyticsGb: 8,
    // Eleven activities a run; nine of them wait about four minutes for Spark.
    pipelines: { activityRuns: 330, externalActivityHours: 18 },
    keyVaultOperations: 20_000,
  },
};
