import type { Environment } from './settings/environment';
import type { SqlPoolSettings } from './settings/pools';
import { EXAMPLE_GROUPS, EXAMPLE_OFFICE, EXAMPLE_TENANT } from './example-identities';
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
  targets: { ...TARGETS, freshnessHours: 48, usdPerLandedTerabyte: 35_000 },
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
    workload: {
      landedGbPerDay: {
        events: { low: 0.05, base: 0.08, high: 0.2 },
        transactions: { low: 0.05, base: 0.1, high: 0.2 },
        users: 0.01,
      },
      collectedMonths: 4,
      layerRatio: { bronze: 1.4, silver: 1.1, gold: 0.2 },
      rewrittenPercentPerDay: { bronze: 1, silver: 3, gold: 10 },
      // A nightly run works for 25 minutes.
      runMinutes: { medallion: { low: 15, base: 25, high: 45 }, default: 15 },
      sessionStartMinutes: 5,
      nodes: { synspbatch: { low: 3, base: 3.4, high: 4.5 } },
      // Engineers try jobs out by hand.
      notebookHours: { synspbatch: { low: 0.5, base: 1, high: 3 } },
      serverless: { queriesPerDay: 130, gbPerQuery: { low: 0.02, base: 0.05, high: 0.2 } },
      dedicatedQueriesPerDay: 300,
      sqlPoolTb: { syndpserving: 0.1 },
    },
  },
};
