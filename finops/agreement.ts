/** What an organisation has agreed with Microsoft, laid over the list prices of an estimate, which stay as they are. */
import { Decimal } from 'decimal.js';
import { UserError } from '../shared/errors';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json';
import { counted } from '../shared/plural';
import type { Estimate } from './estimate';
import { centsText } from './price';

/** Percent off list for all prices whose key begins so. */
export interface Discount {
  readonly prices: string;
  readonly percent: Decimal;
}

/** So much is paid a month whatever is used, and covers so many units of a price: a reservation, a commitment tier, commit units. */
export interface Commitment {
  readonly prices: string;
  readonly usdPerMonth: Decimal;
  readonly coversPerMonth: Decimal;
  readonly name: string;
}

export interface Currency {
  /** ISO 4217. */
  readonly code: string;
  readonly perUsd: Decimal;
  /** Day of the rate, `YYYY-MM-DD`. */
  readonly asOf: string;
}

export interface Agreement {
  readonly discounts: readonly Discount[];
  readonly commitments: readonly Commitment[];
  readonly currency: Currency | null;
}

/** One line of what the agreement changes. */
export interface AgreedLine {
  readonly what: string;
  readonly listUsd: string;
  readonly agreedUsd: string;
  readonly because: string;
}

export interface AgreedEstimate {
  readonly environment: string;
  readonly listUsd: string;
  readonly agreedUsd: string;
  /** Null without a currency. */
  readonly inCurrency: {
    readonly code: string;
    readonly amount: string;
    readonly rate: string;
    readonly asOf: string;
  } | null;
  /** Their differences add up to that of the totals. */
  readonly lines: readonly AgreedLine[];
  /** Parts of the agreement that no price of the estimate is under: they change nothing, which is said and not hidden. */
  readonly unused: readonly string[];
}

/** Commitments first: what they cover is paid by them; what is beyond is paid at list less the discount. */
export function applyAgreement(estimate: Estimate, agreement: Agreement): AgreedEstimate {
  const { environment, items, totalUsd } = estimate;
  const lines: AgreedLine[] = [];
  const rest = new Map(
    items.map((item) => [item, { quantity: new Decimal(item.quantity), usd: new Decimal(item.monthlyUsd) }]),
  );
  const unused: string[] = [];
  for (const { prices, usdPerMonth, coversPerMonth, name } of agreement.commitments) {
    const under = items.filter(({ priceKey }) => priceKey.startsWith(prices));
    if (under.length === 0) unused.push(`${name}: no price under ${prices}`);
    let left = coversPerMonth;
    let covered = new Decimal(0);
    for (const item of under) {
      const open = rest.get(item);
      if (open === undefined || open.quantity.isZero()) continue;
      const taken = Decimal.min(left, open.quantity);
      const usd = open.usd.times(taken).div(open.quantity);
      rest.set(item, { quantity: open.quantity.minus(taken), usd: open.usd.minus(usd) });
      [left, covered] = [left.minus(taken), covered.plus(usd)];
    }
    const share = coversPerMonth.isZero() ? new Decimal(0) : coversPerMonth.minus(left).div(coversPerMonth).times(100);
    lines.push({
      what: name,
      listUsd: centsText(covered),
      agreedUsd: centsText(usdPerMonth),
      because: `${share.toFixed(0)} % of ${coversPerMonth.toString()} covered units used`,
    });
  }
  for (const { prices, percent } of agreement.discounts) {
    const under = items.filter(({ priceKey }) => priceKey.startsWith(prices) && isLongest(priceKey, prices, agreement));
    if (under.length === 0) unused.push(`${percent.toString()} % off ${prices}: no price under it`);
    const list = under.reduce((sum, item) => sum.plus(rest.get(item)?.usd ?? 0), new Decimal(0));
    if (under.length === 0) continue;
    lines.push({
      what: `${percent.toString()} % off ${prices}`,
      listUsd: centsText(list),
      agreedUsd: centsText(list.times(new Decimal(100).minus(percent)).div(100)),
      because: `${counted(under.length, 'line')} at list, commitments taken off`,
    });
  }
  const change = lines.reduce((sum, line) => sum.plus(line.agreedUsd).minus(line.listUsd), new Decimal(0));
  const agreed = new Decimal(totalUsd).plus(change);
  const { currency } = agreement;
  return {
    environment,
    listUsd: totalUsd,
    agreedUsd: centsText(agreed),
    inCurrency: currency && {
      code: currency.code,
      amount: centsText(agreed.times(currency.perUsd)),
      rate: currency.perUsd.toString(),
      asOf: currency.asOf,
    },
    lines,
    unused,
  };
}

/** Of several discounts that a price is under, the one that names it most closely holds. */
function isLongest(priceKey: string, prices: string, { discounts }: Agreement): boolean {
  return discounts.every((other) => !priceKey.startsWith(other.prices) || other.prices.length <= prices.length);
}

const KEYS = ['discounts', 'commitments', 'currency'] as const;

/** @throws UserError that names the place and what is allowed there */
export function parseAgreement(text: string, origin: string): Agreement {
  const refuse = (at: string, value: unknown, allowed: string): never => {
    throw new UserError(
      'agreement-invalid',
      `${origin}: ${at} is ${JSON.stringify(value) ?? 'missing'}; allowed is ${allowed}.`,
      'Correct the agreement.',
    );
  };
  let document: Json;
  try {
    document = JSON.parse(text) as Json;
  } catch {
    return refuse('the file', 'no JSON', 'a JSON object');
  }
  if (!isJsonObject(document)) return refuse('the file', document, `an object with ${KEYS.join(', ')}`);
  const other = Object.keys(document).find((key) => !KEYS.some((known) => known === key));
  if (other !== undefined) return refuse(other, document[other], KEYS.join(', '));
  const list = (name: 'discounts' | 'commitments'): readonly JsonObject[] => {
    const found = document[name] ?? [];
    if (!isJsonArray(found) || !found.every(isJsonObject)) return refuse(name, found, 'a list of objects');
    return found;
  };
  const number = (at: string, value: Json | undefined, least: number, most: number): Decimal =>
    typeof value === 'number' && value >= least && value <= most
      ? new Decimal(value)
      : refuse(at, value, `a number from ${String(least)} to ${String(most)}`);
  const word = (at: string, value: Json | undefined, form: RegExp, allowed: string): string =>
    typeof value === 'string' && form.test(value) ? value : refuse(at, value, allowed);
  const { currency } = document;
  if (currency !== undefined && !isJsonObject(currency)) return refuse('currency', currency, 'an object');
  const seen = new Set<string>();
  return {
    discounts: list('discounts').map(({ prices, percent }, at) => {
      const key = word(
        `discounts[${String(at)}].prices`,
        prices,
        /^[\w.]+$/,
        'the beginning of price keys, for example synapse.spark',
      );
      if (seen.has(key)) refuse(`discounts[${String(at)}].prices`, key, 'each beginning once');
      seen.add(key);
      return { prices: key, percent: number(`discounts[${String(at)}].percent`, percent, 0, 100) };
    }),
    commitments: list('commitments').map(({ prices, usdPerMonth, coversPerMonth, name }, at) => ({
      prices: word(`commitments[${String(at)}].prices`, prices, /^[\w.]+$/, 'the beginning of price keys'),
      usdPerMonth: number(`commitments[${String(at)}].usdPerMonth`, usdPerMonth, 0, 1e9),
      coversPerMonth: number(`commitments[${String(at)}].coversPerMonth`, coversPerMonth, 0, 1e15),
      name: word(`commitments[${String(at)}].name`, name, /\S/, 'what it is called'),
    })),
    currency:
      currency === undefined
        ? null
        : {
            code: word('currency.code', currency['code'], /^[A-Z]{3}$/, 'three capital letters, for example EUR'),
            perUsd: number('currency.perUsd', currency['perUsd'], 1e-9, 1e9),
            asOf: word('currency.asOf', currency['asOf'], /^\d{4}-\d{2}-\d{2}$/, 'the day of the rate, YYYY-MM-DD'),
          },
  };
}
