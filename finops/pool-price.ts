import { Decimal } from 'decimal.js';

import { loadPriceSheet } from './load-price-sheet';
import { NODE_VCORES } from './node-vcores';
import { priceSheets } from './prices';
import { costOf } from './price';
import { priceRow } from './price-sheet';

/**
 * US dollars for an hour of a Spark pool at list price.
 *
 * @param nodes head node included
 * @returns undefined for a region without a price sheet, or a node size that is not priced
 */
export function poolUsdPerHour(nodeSize: string, nodes: number, region: string): number | undefined {
  const vcores = NODE_VCORES[nodeSize];
  if (vcores === undefined || priceSheets[region] === undefined) return undefined;
  const row = priceRow(loadPriceSheet(region), 'synapse.spark.memopt.vcore');
  return costOf(row, new Decimal(vcores).times(nodes)).toNumber();
}
