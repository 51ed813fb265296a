/** The lines of an estimate: a resource with the row of each of its meters. */
import type { StackResource, SynthesizedStack } from '../synthesized/stack';
import { boundingRow } from './bounds';
import { unpriced, type Charge, type Component, type CostLayer, type Pricing, type PricingContext } from './charge';
import { costOf, toCents, unitPriceOf } from './price';
import type { Confidence, PriceRow, PriceSheet } from './price-sheet';
import { pricerOf } from './services';

/** One meter of one resource. Money and quantities are decimal strings. */
export interface LineItem {
  readonly stack: string;
  readonly address: string;
  /** Construct path. */
  readonly path: string;
  readonly layer: CostLayer;
  readonly component: Component;
  readonly description: string;
  readonly priceKey: string;
  readonly quantity: string;
  readonly unit: string;
  /** For one unit, averaged over the bands that the quantity reaches. */
  readonly unitPriceUsd: string;
  /** Two places; totals are the exact sum of these. */
  readonly monthlyUsd: string;
  readonly confidence: Confidence;
  /** Other values seen for this price, with who says so. */
  readonly conflicts: PriceRow['conflicts'];
  /** Region, source and month of the price, and how it was obtained. */
  readonly priceRegion: string;
  readonly source: string;
  readonly method: string;
  readonly lastVerified: string;
  readonly note: string;
}

export interface Line {
  readonly charge: Charge;
  readonly row: PriceRow;
}

export interface Priced {
  readonly pricing: Pricing;
  readonly lines: readonly Line[];
}

/** A resource with the row of each of its meters: the row itself, or a dearer one that bounds it. */
export function price(
  resource: StackResource,
  context: PricingContext,
  sheetOf: (region: string) => PriceSheet | undefined,
): Priced {
  const pricer = pricerOf(resource.type);
  if (!pricer) return { pricing: unpriced('nobody has looked up how this type is billed'), lines: [] };
  const pricing = pricer(resource, context);
  if (!isCharged(pricing)) return { pricing, lines: [] };
  const lines: Line[] = [];
  for (const charge of pricing) {
    const region = charge.region ?? context.sheet.region;
    const sheet = sheetOf(region);
    if (sheet === undefined || sheet.rows.size === 0) {
      return { pricing: unpriced(`there is no price sheet for the region ${region}`), lines: [] };
    }
    const row = sheet.rows.get(charge.priceKey) ?? boundingRow(charge.priceKey, sheet);
    if (row === undefined) {
      return {
        pricing: unpriced(`the sheet of ${region} has no price ${charge.priceKey}, and none that bounds it`),
        lines: [],
      };
    }
    lines.push({ charge, row });
  }
  return { pricing, lines };
}

export function isCharged(pricing: Pricing): pricing is readonly Charge[] {
  return Array.isArray(pricing);
}

export function lineItem(stack: SynthesizedStack, resource: StackResource, { charge, row }: Line): LineItem {
  const { layer, component, description, priceKey, quantity } = charge;
  return {
    stack: stack.name,
    address: resource.address,
    path: resource.path,
    layer,
    component,
    description,
    priceKey,
    quantity: quantity.toDecimalPlaces(4).toFixed(),
    unit: row.unit,
    unitPriceUsd: unitPriceOf(row, quantity).toSignificantDigits(8).toFixed(),
    monthlyUsd: toCents(costOf(row, quantity)).toFixed(2),
    confidence: row.confidence,
    conflicts: row.conflicts,
    priceRegion: row.region,
    source: row.source,
    method: row.method,
    lastVerified: row.lastVerified,
    note: [charge.note, row.note].filter((text) => text !== '').join('. '),
  };
}
