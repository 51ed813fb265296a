import type { Environment } from './settings/environment';
import type { SqlPoolSettings } from './settings/pools';
import { EXAMPLE_GROUPS, EXAMPLE_TENANT } from './example-identities';
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
  budget: { monthlyUsd: 1000, startDate: '2026-12-01', parts: { storage: 50, synapse: 700 } },
  guard: 'enforce',
  // The pipeline runs once a day.
  targets: { ...TARGETS, freshnessHours: 48, usdPerLandedTerabyte: 9500 },
  usage: {
    workload: {
      landedGbPerDay: {
        events: { low: 0.3, base: 0.6, high: 1 },
        transactions: { low: 0.5, base: 1, high: 2 },
        users: 0.1,
      },
      collectedMonths: 4,
      layerRatio: { bronze: 1.25, silver: 0.9, gold: 0.15 },
      rewrittenPercentPerDay: { bronze: 1, silver: 3, gold: 10 },
      // A nightly run of an hour; maintenance once a week. Release tests: twenty hours a month by hand.
      runMinutes: { medallion: { low: 30, base: 45, high: 65 }, default: 25 },
      sessionStartMinutes: 5,
      nodes: { synspbatch: { low: 3, base: 4, high: 5 } },
      notebookHours: { synspbatch: { low: 0.5, base: 1, high: 2 } },
      serverless: { queriesPerDay: 330, gbPerQuery: { low: 0.05, base: 0.1, high: 0.2 } },
      dedicatedQueriesPerDay: 2000,
      sqlPoolTb: { syndpserving: 0.5 },
    },
  },
};
