import { UserError } from '../shared/errors';
import { parsePriceSheet } from './parse-price-sheet';
import type { PriceSheet } from './price-sheet';
import { priceSheets } from './prices';
import { withStandIns } from './stand-ins';

/**
 * The price sheet of an Azure region; nothing is fetched.
 *
 * @param region Azure name, for example `eastus`
 * @throws UserError when there is no sheet for the region, or the sheet is faulty
 */
export function loadPriceSheet(region: string): PriceSheet {
  const sheet = priceSheets[region];
  if (sheet === undefined) {
    throw new UserError(
      'price-sheet-not-found',
      `There is no price sheet for the region "${region}", so that nothing in it is estimated: prices of another region would be a guess.`,
      `Known regions: ${Object.keys(priceSheets).join(', ')}. Add finops/prices/${region}.json and name it in finops/prices/index.ts.`,
    );
  }
  return withStandIns(sheet, parsePriceSheet(sheet), loadPriceSheet);
}
