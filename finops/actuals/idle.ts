/** What was paid for while nothing was done: pools that wait, SQL that nobody asks. */
import { Decimal } from 'decimal.js';
import { sumUsd, type BillLine } from './bill';
import { componentOf, unitsIn } from './bill-services';
import { nameOf } from './spend';
import type { MonthOfWork } from './work';

export interface PoolSize {
  readonly name: string;
  readonly vcoresPerNode: number;
  readonly minNodes: number;
  readonly maxNodes: number;
}

export interface SqlPoolUse {
  readonly name: string;
  /** Its size in hundreds of DWU, as a bill counts it. */
  readonly hundredDwu: number;
  /** Hours of its queries, added up; undefined where nothing recorded them. */
  readonly busyHours?: number;
}

/** Dollars of one resource that did no work; the range, because a bill counts vCore-hours and a ledger seconds. */
export interface Idle {
  readonly resource: string;
  readonly paidUsd: string;
  readonly leastIdleUsd: string | null;
  readonly mostIdleUsd: string | null;
  readonly how: string;
}

const SECONDS_PER_HOUR = 3600;

/**
 * @param pool on which the lake's own runs work; other pools have no ledger, so that their idle time is not measured
 */
export function idleSpend(
  lines: readonly BillLine[],
  work: MonthOfWork | undefined,
  pools: readonly PoolSize[],
  pool: string | undefined,
  sqlPools: readonly SqlPoolUse[],
): readonly Idle[] {
  return [...sparkIdle(lines, work, pools, pool), ...sqlIdle(lines, sqlPools)];
}

function sparkIdle(
  lines: readonly BillLine[],
  work: MonthOfWork | undefined,
  pools: readonly PoolSize[],
  pool: string | undefined,
): readonly Idle[] {
  const spark = lines.filter((line) => componentOf(line) === 'spark');
  return byResource(spark).map(([resource, own]) => {
    const paid = sumUsd(own);
    const size = pools.find(({ name }) => name.toLowerCase() === resource);
    const vcoreHours = own.reduce((sum, { quantity, unit }) => sum.plus(quantity.times(unitsIn(unit))), new Decimal(0));
    const unknown = { resource, paidUsd: paid.toFixed(2), leastIdleUsd: null, mostIdleUsd: null };
    if (work === undefined || size === undefined || resource !== pool?.toLowerCase() || vcoreHours.isZero()) {
      return { ...unknown, how: 'not measured: no ledger says when this pool worked' };
    }
    const busyHours = work.busySeconds / SECONDS_PER_HOUR;
    const idle = (nodes: number): Decimal => {
      const worked = Decimal.min(new Decimal(busyHours).times(nodes * size.vcoresPerNode), vcoreHours);
      return paid.times(vcoreHours.minus(worked)).div(vcoreHours);
    };
    return {
      ...unknown,
      leastIdleUsd: idle(size.maxNodes).toFixed(2),
      mostIdleUsd: idle(size.minNodes).toFixed(2),
      how: `${vcoreHours.toFixed(1)} vCore-hours paid; tables were at work for ${busyHours.toFixed(1)} h on ${String(size.minNodes)} to ${String(size.maxNodes)} nodes`,
    };
  });
}

function sqlIdle(lines: readonly BillLine[], pools: readonly SqlPoolUse[]): readonly Idle[] {
  const sql = lines.filter((line) => componentOf(line) === 'dedicated sql' && /DWU|DW\d+/i.test(line.meter));
  return byResource(sql).map(([resource, own]) => {
    const paid = sumUsd(own);
    const pool = pools.find(({ name }) => name.toLowerCase() === resource);
    const busy = pool?.busyHours;
    const unknown = { resource, paidUsd: paid.toFixed(2), leastIdleUsd: null, mostIdleUsd: null };
    if (pool === undefined || busy === undefined)
      return { ...unknown, how: 'not measured: no queries of this pool are imported' };
    const units = own.reduce((sum, { quantity, unit }) => sum.plus(quantity.times(unitsIn(unit))), new Decimal(0));
    const hours = units.div(pool.hundredDwu);
    const idle = hours.isZero() ? new Decimal(0) : paid.times(Decimal.max(hours.minus(busy), 0)).div(hours);
    return {
      ...unknown,
      leastIdleUsd: idle.toFixed(2),
      mostIdleUsd: idle.toFixed(2),
      how: `${hours.toFixed(1)} hours online, ${String(Math.round(busy * 10) / 10)} hours of queries, added up`,
    };
  });
}

function byResource(lines: readonly BillLine[]): readonly (readonly [string, readonly BillLine[]])[] {
  const groups = new Map<string, BillLine[]>();
  for (const line of lines) {
    const name = nameOf(line.resourceId);
    const own = groups.get(name);
    if (own === undefined) groups.set(name, [line]);
    else own.push(line);
  }
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1));
}
