/** The bill of one subscription in one month, as `medallion cost import` leaves it beside the lake's tables. */
import { Decimal } from 'decimal.js';
import { UserError } from '../../shared/errors';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../shared/json';

/** Sum of a month for one meter of one resource. */
export interface BillLine {
  /** Azure id, lower case; empty for a charge of the subscription itself. */
  readonly resourceId: string;
  readonly resourceGroup: string;
  readonly service: string;
  readonly product: string;
  readonly meter: string;
  readonly unit: string;
  readonly region: string;
  /** `unallocated` where no tag says it. */
  readonly layer: string;
  readonly tenant: string;
  /** Storage tier of the meter; empty for everything else. */
  readonly tier: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly quantity: Decimal;
  readonly usd: Decimal;
}

/** What one resource cost on one day. */
export interface BillDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly resourceId: string;
  readonly usd: Decimal;
}

export interface MonthlyBill {
  readonly subscription: string;
  /** `YYYY-MM`. */
  readonly month: string;
  /** First and last day that has a charge: a month that has not ended, or is not exported whole, ends early. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly rows: number;
  readonly totalUsd: Decimal;
  readonly lines: readonly BillLine[];
  readonly days: readonly BillDay[];
}

export const UNALLOCATED = 'unallocated';

/** @throws UserError for a file that is not whole, of another version, or whose sums do not hold */
export function parseBill(text: string, origin: string): MonthlyBill {
  const bill = readBill(text);
  if (bill === undefined) {
    throw new UserError(
      'bill-unreadable',
      `${origin} is not a bill of schema version 1.`,
      'Run `npx medallion cost import` on the export again.',
    );
  }
  for (const [part, sum] of [
    ['lines', sumUsd(bill.lines)],
    ['days', sumUsd(bill.days)],
  ] as const) {
    if (!sum.equals(bill.totalUsd)) {
      throw new UserError(
        'bill-sum-differs',
        `${origin}: its ${part} add up to ${sum.toFixed()}, its total is ${bill.totalUsd.toFixed()}.`,
        'Run `npx medallion cost import` on the export again.',
      );
    }
  }
  return bill;
}

/** Bills have twelve places, the library's own context twenty digits in all: large months would lose the last ones. */
const Exact = Decimal.clone({ precision: 60 });

/** Exact sum of US dollars. */
export function sumUsd(items: readonly { readonly usd: Decimal }[]): Decimal {
  return new Decimal(items.reduce((sum, { usd }) => sum.plus(usd), new Exact(0)));
}

function readBill(text: string): MonthlyBill | undefined {
  const value = parseJson(text);
  if (!isJsonObject(value) || value['schemaVersion'] !== 1) return undefined;
  const { lines, days, totalUsd, rows } = value;
  const [subscription, month, firstDay, lastDay] = ['subscription', 'month', 'firstDay', 'lastDay'].map((name) =>
    textOf(value, name),
  );
  if (!isJsonArray(lines) || !isJsonArray(days) || typeof totalUsd !== 'string' || typeof rows !== 'number') {
    return undefined;
  }
  if (!isMonth(month) || firstDay === undefined || lastDay === undefined || subscription === undefined) {
    return undefined;
  }
  try {
    return {
      subscription,
      month,
      firstDay,
      lastDay,
      rows,
      totalUsd: new Decimal(totalUsd),
      lines: lines.map(lineOf),
      days: days.map((day) => {
        const { date, resourceId, usd } = isJsonObject(day) ? day : {};
        return { date: String(date), resourceId: typeof resourceId === 'string' ? resourceId : '', usd: decimal(usd) };
      }),
    };
  } catch {
    // A number that is none.
    return undefined;
  }
}

function lineOf(line: Json): BillLine {
  const given = isJsonObject(line) ? line : {};
  const text = (name: string): string => textOf(given, name) ?? '';
  const tags = isJsonObject(given['tags']) ? given['tags'] : {};
  return {
    resourceId: text('resourceId'),
    resourceGroup: text('resourceGroup'),
    service: text('service'),
    product: text('product'),
    meter: text('meter'),
    unit: text('unit'),
    region: text('region'),
    layer: textOf(given, 'layer') ?? UNALLOCATED,
    tenant: textOf(given, 'tenant') ?? UNALLOCATED,
    tier: text('tier'),
    tags: Object.fromEntries(Object.entries(tags).map(([key, tag]) => [key.toLowerCase(), String(tag)])),
    quantity: decimal(given['quantity']),
    usd: decimal(given['usd']),
  };
}

function decimal(value: Json | undefined): Decimal {
  if (typeof value !== 'string') throw new Error('no decimal');
  return new Decimal(value);
}

function textOf(value: JsonObject, name: string): string | undefined {
  const found = value[name];
  return typeof found === 'string' ? found : undefined;
}

function isMonth(month: string | undefined): month is string {
  return month !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(month);
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
