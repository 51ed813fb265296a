/** Settings that the month's own use says should be others, each with what it saves, what it risks and the edit. */
import { Decimal } from 'decimal.js';
import type { PoolSize, SqlPoolUse } from './idle';
import { LEAST_GB_PER_QUERY } from '../usage/resolve';
import type { QuerySums } from './queries';
import type { MonthOfWork } from './work';
import { union } from './work';

export interface Advice {
  readonly what: string;
  /** In the days that are billed; null where the bill does not tell how much. */
  readonly savedUsd: string | null;
  readonly effort: 'low' | 'medium' | 'high';
  readonly risk: string;
  /** The change that applies it: a setting of the environment, or a command. */
  readonly edit: string;
  readonly because: string;
}

export interface SparkPoolUse extends PoolSize {
  readonly autoPauseMinutes: number;
  readonly usdPerVcoreHour: Decimal;
}

/** Azure's shortest auto-pause, and what is tried beside it. */
const PAUSES = [5, 10, 15, 30, 60];
const LEAST_NODES = 3;
const LEAST_USD = 1;

/** The pause that would have cost least with the runs that there were: each run, and the pause after it, overlaps once. */
export function autoPauseAdvice(pool: SparkPoolUse, work: MonthOfWork): Advice | undefined {
  const hours = (minutes: number): number =>
    union(work.spans.map(({ from, seconds }) => ({ from, seconds: seconds + minutes * 60 }))) / 3600;
  const usd = (minutes: number): Decimal =>
    pool.usdPerVcoreHour.times(pool.minNodes * pool.vcoresPerNode).times(hours(minutes));
  const now = usd(pool.autoPauseMinutes);
  const best = PAUSES.map((minutes) => ({ minutes, usd: usd(minutes) })).reduce((one, other) =>
    other.usd.lt(one.usd) ? other : one,
  );
  const saved = now.minus(best.usd);
  if (saved.lt(LEAST_USD)) return undefined;
  return {
    what: `Pause the Spark pool ${pool.name} after ${String(best.minutes)} minutes`,
    savedUsd: saved.toFixed(2),
    effort: 'low',
    risk: 'A session that starts in the pause saved waits a few minutes for nodes.',
    edit: `environments/<name>.ts: sparkPools, ${pool.name}, autoPauseMinutes: ${String(best.minutes)}`,
    because:
      `${String(work.runs)} runs: ${hours(pool.autoPauseMinutes).toFixed(1)} h up with ${String(pool.autoPauseMinutes)} minutes, ` +
      `${hours(best.minutes).toFixed(1)} h with ${String(best.minutes)}, x ${String(pool.minNodes)} nodes x ${String(pool.vcoresPerNode)} vCores x $${pool.usdPerVcoreHour.toString()}`,
  };
}

/** A pool whose smallest size is above Azure's three nodes pays for them while it starts, waits and pauses. */
export function leastNodesAdvice(pool: SparkPoolUse, work: MonthOfWork): Advice | undefined {
  const extra = pool.minNodes - LEAST_NODES;
  if (extra <= 0) return undefined;
  const hours =
    union(work.spans.map(({ from, seconds }) => ({ from, seconds: seconds + pool.autoPauseMinutes * 60 }))) / 3600;
  const saved = pool.usdPerVcoreHour.times(extra * pool.vcoresPerNode).times(hours);
  if (saved.lt(LEAST_USD)) return undefined;
  return {
    what: `Let the Spark pool ${pool.name} begin with ${String(LEAST_NODES)} nodes`,
    savedUsd: saved.toFixed(2),
    effort: 'low',
    risk: 'A run that needs more nodes waits while the pool grows; at most this is saved, if no run needs them.',
    edit: `environments/<name>.ts: sparkPools, ${pool.name}, minNodes: ${String(LEAST_NODES)}`,
    because: `${hours.toFixed(1)} h up x ${String(extra)} nodes x ${String(pool.vcoresPerNode)} vCores x $${pool.usdPerVcoreHour.toString()}`,
  };
}

/** A dedicated pool against serverless SQL, which is paid by what a query reads. */
export function serverlessAdvice(
  pool: SqlPoolUse,
  paidUsd: Decimal,
  queries: Pick<QuerySums, 'runs' | 'gb'> | undefined,
  usdPerTb: Decimal | undefined,
): Advice | undefined {
  // The request log of a dedicated pool has no bytes: without them nobody can say what serverless SQL would read.
  if (queries === undefined || queries.gb === 0 || usdPerTb === undefined) return undefined;
  const serverless = new Decimal(Math.max(queries.gb, queries.runs * LEAST_GB_PER_QUERY)).div(1000).times(usdPerTb);
  const saved = paidUsd.minus(serverless);
  if (saved.lt(LEAST_USD)) return undefined;
  return {
    what: `Answer the queries of ${pool.name} by serverless SQL`,
    savedUsd: saved.toFixed(2),
    effort: 'high',
    risk: 'Serverless SQL has no result cache, no materialised views and no workload groups; dashboards may be slower.',
    edit: `environments/<name>.ts: sqlPools without ${pool.name}`,
    because:
      `${String(queries.runs)} queries read ${queries.gb.toFixed(1)} GB, $${serverless.toFixed(2)} at $${usdPerTb.toString()} a TB and 10 MB each at least; ` +
      `the pool cost $${paidUsd.toFixed(2)}`,
  };
}
