import type { PriceSheet } from '../finops/price-sheet';
import { sparkCost, type SparkCost } from '../finops/spark-cost';

/** How local Spark work is priced as if it had run on Synapse. */
export interface SparkPrice {
  /** Cores the engine had; each counts as one vCore. */
  readonly cores: number;
  readonly sheet: PriceSheet;
}

/** @param seconds of work on all cores */
export function costOfWork(seconds: number, { cores, sheet }: SparkPrice): SparkCost {
  return sparkCost(cores * seconds, sheet);
}

/** One line that says which price, of which day, and what it leaves out. */
export function priceNote(price: SparkPrice): string {
  const { usdPerVcoreHour, region, asOf, confidence } = costOfWork(0, price);
  return (
    `Cost as if on Synapse: ${price.cores} vCores x seconds at $${usdPerVcoreHour} per vCore-hour ` +
    `(${region}, list price as of ${asOf}, ${confidence}). ` +
    'Start-up, idle time and the minimum of 12 vCores belong to the pool and are part of the infrastructure estimate.'
  );
}
