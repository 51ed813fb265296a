/** Work that a lake did, as its ledger tells it: what a bill is divided by and measured against. */

/** One table in one run; a part of what the ledger keeps. */
export interface TableWork {
  readonly runId: string;
  readonly table: string;
  readonly layer: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
  /** Bytes read: for bronze, what landed, compressed as it was delivered. */
  readonly bytesIn: number;
}

export interface MonthOfWork {
  readonly tables: readonly TableWork[];
  readonly runs: number;
  /** Decimal terabytes that bronze took in. */
  readonly landedTb: number;
  /** While any table was at work: tables side by side share a session. */
  readonly busySeconds: number;
  /** Starts and lengths of the runs, in order. */
  readonly spans: readonly { readonly from: number; readonly seconds: number }[];
}

const BYTES_PER_TB = 1e12;

/** @returns undefined for a month of which the ledger has no run: that nothing ran, or that this ledger does not know it */
export function workOf(ledger: readonly TableWork[], month: string): MonthOfWork | undefined {
  const tables = ledger.filter(({ startedAt }) => startedAt.startsWith(month));
  if (tables.length === 0) return undefined;
  const byRun = new Map<string, TableWork[]>();
  for (const one of tables) {
    const own = byRun.get(one.runId);
    if (own === undefined) byRun.set(one.runId, [one]);
    else own.push(one);
  }
  const spans = [...byRun.values()]
    .map((own) => ({
      from: Math.min(...own.map(({ startedAt }) => Date.parse(startedAt))) / 1000,
      until: Math.max(...own.map(({ startedAt, seconds }) => Date.parse(startedAt) / 1000 + seconds)),
    }))
    .map(({ from, until }) => ({ from, seconds: until - from }))
    .sort((one, other) => one.from - other.from);
  return {
    tables,
    runs: byRun.size,
    landedTb: tables.reduce((sum, { layer, bytesIn }) => sum + (layer === 'bronze' ? bytesIn : 0), 0) / BYTES_PER_TB,
    busySeconds: secondsAtWork(tables),
    spans,
  };
}

/** Length of the union of the spans: what ran side by side counts once. */
export function secondsAtWork(work: readonly Pick<TableWork, 'startedAt' | 'seconds'>[]): number {
  return union(work.map(({ startedAt, seconds }) => ({ from: Date.parse(startedAt) / 1000, seconds })));
}

/** @param spans starts in seconds and lengths, in any order */
export function union(spans: readonly { readonly from: number; readonly seconds: number }[]): number {
  const sorted = [...spans].sort((one, other) => one.from - other.from);
  let until = -Infinity;
  let total = 0;
  for (const { from, seconds } of sorted) {
    const to = from + seconds;
    if (to > until) total += to - Math.max(from, until);
    until = Math.max(until, to);
  }
  return total;
}
