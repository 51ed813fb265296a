import type { UsageProfile } from '../../environments/usage';
import { checkUsage } from '../../finops/check-usage';
import { NO_USAGE } from './fixture';

const spark = (hours: number): UsageProfile => ({ ...NO_USAGE, spark: { batch: { hours, averageNodes: 3 } } });
const sql = (onlineHours: number): UsageProfile => ({ ...NO_USAGE, sqlPools: { mart: { onlineHours, storedTb: 1 } } });
const tiers = (cool: number, cold: number): UsageProfile => ({
  ...NO_USAGE,
  storage: { ...NO_USAGE.storage, bronze: { storedGib: 1, writes: 0, reads: 0, tierShare: { cool, cold } } },
});

// Bounds belong to what is allowed: a pool may run the whole of the longest month.
test.each<[string, UsageProfile, UsageProfile, string]>([
  ['hours of Spark', spark(744), spark(744.01), 'spark.batch.hours is 744.01, allowed is 0 to 744'],
  ['no hour of Spark', spark(0), spark(-1), 'spark.batch.hours is -1'],
  ['hours of a SQL pool', sql(744), sql(745), 'sqlPools.mart.onlineHours is 745, allowed is 0 to 744'],
  ['a share of a tier', tiers(1, 0), tiers(1.01, 0), 'tierShare.cool is 1.01, allowed is 0 to 1'],
  ['the sum of shares', tiers(0.5, 0.5), tiers(0.5, 0.6), 'the sum of storage.bronze.tierShare is 1.1'],
])('%s: the bound is allowed, what is beyond it refused', (_, good, bad, message) => {
  expect(() => checkUsage(good, 'dev')).not.toThrow();
  expect(() => checkUsage(bad, 'dev')).toThrow(message);
});
