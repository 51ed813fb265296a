/** Days of bills as series, and which of them can be trusted. */
import { Decimal } from 'decimal.js';
import type { BillDay, MonthlyBill } from './bill';
import { daysBetween } from './calendar';

/** Dollars of each day, in order, without gaps. */
export interface Series {
  readonly days: readonly string[];
  readonly usd: readonly number[];
}

/** Below this share of a usual day, the newest day of a bill is not billed whole yet: charges arrive up to three days late. */
const WHOLE_SHARE = 0.5;
const USUAL_DAYS = 7;

/** All resources together. */
export function totalSeries(bills: readonly MonthlyBill[]): Series {
  return seriesOf(
    spanOf(bills),
    bills.flatMap(({ days }) => days),
  );
}

/** One series for each resource; days without a charge are days of nothing. */
export function seriesByResource(bills: readonly MonthlyBill[]): ReadonlyMap<string, Series> {
  const span = spanOf(bills);
  const days = new Map<string, BillDay[]>();
  for (const day of bills.flatMap((bill) => bill.days)) {
    const own = days.get(day.resourceId);
    if (own === undefined) days.set(day.resourceId, [day]);
    else own.push(day);
  }
  return new Map([...days].map(([resourceId, own]) => [resourceId, seriesOf(span, own)]));
}

/** Every day from the first to the last that any bill has. */
function spanOf(bills: readonly MonthlyBill[]): readonly string[] {
  const first = bills.map(({ firstDay }) => firstDay).sort()[0];
  const last = bills
    .map(({ lastDay }) => lastDay)
    .sort()
    .at(-1);
  return first === undefined || last === undefined ? [] : daysBetween(first, last);
}

function seriesOf(days: readonly string[], charges: readonly BillDay[]): Series {
  const sums = new Map<string, Decimal>();
  for (const { date, usd } of charges) sums.set(date, (sums.get(date) ?? new Decimal(0)).plus(usd));
  return { days, usd: days.map((day) => (sums.get(day) ?? new Decimal(0)).toNumber()) };
}

/** How many of the newest days are not billed whole yet: at most three. */
export function unfinishedDays({ usd }: Series): number {
  let count = 0;
  while (count < 3 && usd.length - count > USUAL_DAYS) {
    const newest = usd[usd.length - 1 - count] ?? 0;
    const before = usd.slice(Math.max(usd.length - 1 - count - USUAL_DAYS, 0), usd.length - 1 - count);
    if (newest >= median(before) * WHOLE_SHARE) break;
    count++;
  }
  return count;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}
