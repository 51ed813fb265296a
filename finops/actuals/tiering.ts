/** What storage tiers saved, after what they cost: against the hot price that the same bill shows. */
import { Decimal } from 'decimal.js';
import { centsText } from '../price';
import type { BillLine } from './bill';
import { componentOf, isTierFee, unitsIn } from './bill-services';

export interface Tiering {
  readonly tiers: readonly { readonly tier: string; readonly gib: string; readonly usd: string }[];
  /** What the cooler tiers would have cost hot, less what they did. */
  readonly grossUsd: string;
  readonly feesUsd: string;
  /** May be negative: the rules lost money. */
  readonly netUsd: string;
  /** GiB-months in a cooler tier of a redundancy for which the bill has no hot price: not in the figures above. */
  readonly unknownGib: string;
}

/** Undefined where the bill has no stored data. */
export function tieringOf(lines: readonly BillLine[]): Tiering | undefined {
  const stored = lines.filter((line) => componentOf(line) === 'storage capacity' && line.meter.includes('Data Stored'));
  if (stored.length === 0) return undefined;
  const hot = new Map<string, Decimal>();
  for (const line of stored)
    if (line.tier === 'hot' && !gibOf(line).isZero()) hot.set(priceOf(line), line.usd.div(gibOf(line)));
  const tiers = new Map<string, { gib: Decimal; usd: Decimal }>();
  let [gross, unknown] = [new Decimal(0), new Decimal(0)];
  for (const line of stored) {
    const tier = line.tier === '' ? 'no tier' : line.tier;
    const before = tiers.get(tier) ?? { gib: new Decimal(0), usd: new Decimal(0) };
    tiers.set(tier, { gib: before.gib.plus(gibOf(line)), usd: before.usd.plus(line.usd) });
    if (line.tier === '' || line.tier === 'hot') continue;
    const price = hot.get(priceOf(line));
    if (price === undefined) unknown = unknown.plus(gibOf(line));
    else gross = gross.plus(price.times(gibOf(line)).minus(line.usd));
  }
  const fees = lines
    .filter((line) => componentOf(line) === 'storage operations' && isTierFee(line))
    .reduce((sum, { usd }) => sum.plus(usd), new Decimal(0));
  return {
    tiers: [...tiers].map(([tier, { gib, usd }]) => ({ tier, gib: gib.toFixed(1), usd: usd.toFixed(2) })),
    grossUsd: centsText(gross),
    feesUsd: fees.toFixed(2),
    netUsd: centsText(gross.minus(fees)),
    unknownGib: unknown.toFixed(1),
  };
}

function gibOf({ quantity, unit }: BillLine): Decimal {
  return quantity.times(unitsIn(unit));
}

/** What shares a price: a region, a product and a redundancy, which is the word before `Data Stored`. */
function priceOf({ region, product, meter }: BillLine): string {
  const redundancy = /([\w-]+) Data Stored/.exec(meter)?.[1] ?? '';
  return [region, product.replace(/\b(Hot|Cool|Cold|Archive)\b/i, ''), redundancy].join(' ').toLowerCase();
}
