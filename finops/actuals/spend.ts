/** What a month cost, by whatever a bill can be divided by; every division adds up to the total. */
import { Decimal } from 'decimal.js';
import { UserError } from '../../shared/errors';
import { suggest } from '../../shared/suggest';
import { centsText } from '../price';
import { sumUsd, type BillLine, type MonthlyBill } from './bill';
import { daysIn, isWhole, previousMonth } from './calendar';

/** One part of a division; the largest first. */
export interface Part {
  readonly name: string;
  readonly usd: string;
  /** Of the total, one place. */
  readonly percent: string;
}

export interface Spend {
  readonly month: string;
  readonly totalUsd: string;
  /** `YYYY-MM-DD`, both included: a lake that was made in mid-month begins there. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** From the first to the last of them. */
  readonly days: number;
  readonly daysInMonth: number;
  /** Days of the month after the last one that is billed. */
  readonly openDays: number;
  /** Null where the month before is not imported. */
  readonly previous: {
    readonly month: string;
    /** Of as many days as the month has so far, so that both are of the same length. */
    readonly usd: string;
    readonly deltaUsd: string;
  } | null;
  readonly byLayer: readonly Part[];
  readonly byTenant: readonly Part[];
  readonly byService: readonly Part[];
  readonly byResource: readonly Part[];
  /** Credits and refunds, which are in the total; negative. */
  readonly creditsUsd: string;
}

/**
 * The bills of one month, of all subscriptions.
 *
 * @throws UserError when nothing of that month is imported
 */
export function billsOf(bills: readonly MonthlyBill[], month: string): readonly MonthlyBill[] {
  const found = bills.filter((bill) => bill.month === month);
  if (found.length > 0) return found;
  const known = [...new Set(bills.map((bill) => bill.month))].sort();
  throw new UserError(
    'no-bill-of-month',
    `No bill of ${month} is imported; ${known.length === 0 ? 'none is at all' : `there are ${known.join(', ')}`}.`,
    known.length === 0 ? 'Run `npx medallion cost import` on an export of Cost Management.' : suggest(month, known),
  );
}

export function spendOf(bills: readonly MonthlyBill[], month: string): Spend {
  const own = billsOf(bills, month);
  const lines = own.flatMap((bill) => bill.lines);
  const total = sumUsd(own.map(({ totalUsd }) => ({ usd: totalUsd })));
  const firstDay = own.map((bill) => bill.firstDay).sort()[0] ?? '';
  const lastDay = own.map((bill) => bill.lastDay).sort()[0] ?? '';
  const [from, to] = [firstDay, lastDay].map((day) => Number(day.slice(-2)));
  const before = previousMonth(month);
  const earlier = bills.filter((bill) => bill.month === before);
  const until = isWhole(month, lastDay) ? '31' : lastDay.slice(-2);
  const earlierUsd = sumUsd(
    earlier.flatMap(({ days }) =>
      days.filter(({ date }) => date.slice(-2) >= firstDay.slice(-2) && date.slice(-2) <= until),
    ),
  );
  return {
    month,
    totalUsd: total.toFixed(2),
    firstDay,
    lastDay,
    days: (to ?? 0) - (from ?? 0) + 1,
    daysInMonth: daysIn(month),
    openDays: daysIn(month) - (to ?? 0),
    previous:
      earlier.length === 0
        ? null
        : { month: before, usd: earlierUsd.toFixed(2), deltaUsd: centsText(total.minus(earlierUsd)) },
    byLayer: divide(lines, total, ({ layer }) => layer),
    byTenant: divide(lines, total, ({ tenant }) => tenant),
    byService: divide(lines, total, ({ service }) => service),
    byResource: divide(lines, total, ({ resourceId }) => nameOf(resourceId)),
    creditsUsd: centsText(sumUsd(lines.filter(({ usd }) => usd.isNegative()))),
  };
}

/** The last name of an Azure id, lower case: bills change the case of ids at will. */
export function nameOf(resourceId: string): string {
  const name = resourceId.toLowerCase().split('/').at(-1) ?? '';
  return name === '' ? 'the subscription itself' : name;
}

function divide(lines: readonly BillLine[], total: Decimal, by: (line: BillLine) => string): readonly Part[] {
  const sums = new Map<string, Decimal>();
  for (const line of lines) sums.set(by(line), (sums.get(by(line)) ?? new Decimal(0)).plus(line.usd));
  return partsOf(sums, total);
}

/** Parts whose cents add up to the cents of the total: what rounding takes or gives goes to the largest. */
export function partsOf(sums: ReadonlyMap<string, Decimal>, total: Decimal): readonly Part[] {
  const rounded = [...sums]
    .map(([name, usd]) => ({ name: name === '' ? 'not named' : name, usd: usd.toDecimalPlaces(2) }))
    .sort((one, other) => other.usd.comparedTo(one.usd) || (one.name < other.name ? -1 : 1));
  const [first, ...rest] = rounded;
  if (first === undefined) return [];
  const others = rest.reduce((sum, { usd }) => sum.plus(usd), new Decimal(0));
  return [{ ...first, usd: total.toDecimalPlaces(2).minus(others) }, ...rest].map(({ name, usd }) => ({
    name,
    usd: centsText(usd),
    percent: total.isZero() ? '0.0' : usd.div(total).times(100).toFixed(1),
  }));
}
