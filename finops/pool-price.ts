import { Decimal } from 'decimal.js';

import { loadPriceSheet } from './load-price-sheet';
import { nodeVcores } from '../azure/node-sizes';
import { priceSheets } from './prices';
import { costOf } from './price';

/**
 * US dollars for an hour of a Spark pool at list price.
 *
 * @param nodes head node included
 * @returns undefined for a region without a price sheet or a price of Spark in it, or a node size that is not priced
 */
export function poolUsdPerHour(nodeSize: string, nodes: number, region: string): number | undefined {
  const vcores = nodeVcores(nodeSize);
  if (vcores === undefined || priceSheets[region] === undefined) return undefined;
  const row = loadPriceSheet(region).rows.get('synapse.spark.memopt.vcore');
  return row && costOf(row, new Decimal(vcores).times(nodes)).toNumber();
}
