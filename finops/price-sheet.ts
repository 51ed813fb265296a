import type { Decimal } from 'decimal.js';

import { UserError } from '../shared/errors';

/**
 * How far a price can be trusted, best first. `other-region`: that of another region stands in. `bound`: nobody has seen the
 * price, and a dearer one stands in so that the resource does not disappear from the sum.
 */
export const CONFIDENCES = [
  'verified',
  'two-source',
  'single-source',
  'derived',
  'unverified',
  'other-region',
  'bound',
] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** The price from `from` units on, up to the next band. */
export interface PriceBand {
  readonly from: Decimal;
  readonly usd: Decimal;
}

/** What the Retail Prices API calls the meter, as far as it is known; product matters most, meter names repeat. */
export interface MeterIdentity {
  readonly serviceName: string;
  readonly productName?: string;
  readonly skuName?: string;
  readonly meterName?: string;
  readonly unitOfMeasure?: string;
  /** Of the meter, once the API has told it. */
  readonly meterId?: string;
}

export interface PriceRow {
  /** For example `adls.hns.hot.lrs.stored`. */
  readonly key: string;
  /** The region the meter stands under: `Global` for some services. */
  readonly region: string;
  readonly unit: string;
  /** Units that one band price pays for, for example 10,000 operations. */
  readonly per: number;
  /** Ascending; the first starts at 0. */
  readonly bands: readonly PriceBand[];
  readonly api: MeterIdentity | null;
  readonly confidence: Confidence;
  readonly source: string;
  /** How the value was obtained, for example `golden file`, `recorded response`, `derived`. */
  readonly method: string;
  /** `YYYY-MM` in which the source was last seen to say so. */
  readonly lastVerified: string;
  /** Other values that were seen, with who says so. */
  readonly conflicts: readonly { readonly value: string; readonly source: string }[];
  /** How the value was derived, or what it does not cover; empty when there is nothing to add. */
  readonly note: string;
}

/** List prices of one region on one day: pay-as-you-go, US dollars, without tax. */
export interface PriceSheet {
  readonly region: string;
  readonly currency: 'USD';
  /** `YYYY-MM` of the sheet; printed beside every figure. */
  readonly asOf: string;
  readonly hoursPerMonth: number;
  readonly rules: PriceRules;
  readonly rows: ReadonlyMap<string, PriceRow>;
}

/** Billing rules that hold for all rows. */
export interface PriceRules {
  /** Days a blob must stay in a tier, or the rest is charged. */
  readonly earlyDeleteDays: { readonly cool: number; readonly cold: number; readonly archive: number };
  readonly redundanciesWithoutArchive: readonly string[];
  /** Days that Log Analytics keeps data without charge. */
  readonly logRetentionIncludedDays: number;
}

/** @throws UserError when the sheet has no such row */
export function priceRow(sheet: PriceSheet, key: string): PriceRow {
  const row = sheet.rows.get(key);
  if (!row) {
    const family = key.split('.')[0] ?? key;
    const near = [...sheet.rows.keys()].filter((known) => known.startsWith(`${family}.`));
    throw new UserError(
      'price-not-found',
      `The price sheet of ${sheet.region} (${sheet.asOf}) has no price "${key}".`,
      `Use one of: ${(near.length > 0 ? near : [...sheet.rows.keys()]).join(', ')}.`,
    );
  }
  return row;
}
