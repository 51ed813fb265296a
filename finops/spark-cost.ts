import { Decimal } from 'decimal.js';

import { costOf } from './price';
import { priceRow, type Confidence, type PriceSheet } from './price-sheet';

/** What a piece of Spark work costs on a Synapse pool, with the price that says so. */
export interface SparkCost {
  /** Decimal string with six places: one table of a small run costs less than a cent. */
  readonly usd: string;
  readonly usdPerVcoreHour: string;
  readonly region: string;
  /** `YYYY-MM` of the price sheet. */
  readonly asOf: string;
  readonly confidence: Confidence;
  /** Other prices that were seen; not empty means that sources disagree. */
  readonly conflicts: readonly { readonly value: string; readonly source: string }[];
}

const SECONDS_PER_HOUR = 3600;

/**
 * Price of Spark work as if it had run on a memory-optimised Synapse pool: busy vCores only, without start-up, idle
 * tail and the smallest pool of three nodes, which belong to the pool and not to the work.
 *
 * @param vcoreSeconds cores x seconds, for example 2 cores for 30 s = 60
 */
export function sparkCost(vcoreSeconds: number, sheet: PriceSheet): SparkCost {
  const row = priceRow(sheet, 'synapse.spark.memopt.vcore');
  const usd = costOf(row, new Decimal(vcoreSeconds).div(SECONDS_PER_HOUR));
  return {
    usd: usd.toFixed(6),
    usdPerVcoreHour: costOf(row, new Decimal(1)).toString(),
    region: sheet.region,
    asOf: sheet.asOf,
    confidence: row.confidence,
    conflicts: row.conflicts,
  };
}
