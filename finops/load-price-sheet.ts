import { UserError } from '../shared/errors';
import { parsePriceSheet } from './parse-price-sheet';
import type { PriceSheet } from './price-sheet';
import { priceSheets } from './prices';
import { withStandIns } from './stand-ins';

const parsed = new Map<string, PriceSheet>();

/**
 * The price sheet of an Azure region; nothing is fetched.
 *
 * @param region Azure name, for example `eastus`
 * @throws UserError when there is no sheet for the region, or the sheet is faulty
 */
export function loadPriceSheet(region: string): PriceSheet {
  const known = parsed.get(region);
  if (known !== undefined) return known;
  const document = priceSheets[region];
  if (document === undefined) {
    throw new UserError(
      'price-sheet-not-found',
      `There is no price sheet for the region "${region}", so that nothing in it is estimated: prices of another region would be a guess.`,
      `Add finops/prices/${region}.json and name it in finops/prices/index.ts, or use one of: ${Object.keys(priceSheets).join(', ')}.`,
    );
  }
  const sheet = withStandIns(document, parsePriceSheet(document), loadPriceSheet);
  parsed.set(region, sheet);
  return sheet;
}

/** The sheet of a region, or undefined where there is none: what stands there is then counted as unpriced. */
export function knownPriceSheet(region: string): PriceSheet | undefined {
  return priceSheets[region] === undefined ? undefined : loadPriceSheet(region);
}

/**
 * The sheet of a region, or one without a single price: an environment in an unknown region is then incomplete, and the
 * others are estimated as ever.
 */
export function priceSheetOrEmpty(region: string): PriceSheet {
  const sheet = knownPriceSheet(region);
  if (sheet !== undefined) return sheet;
  const [any] = Object.keys(priceSheets);
  const { currency, hoursPerMonth, rules } = loadPriceSheet(any ?? region);
  return { region, currency, asOf: 'none', hoursPerMonth, rules, rows: new Map() };
}
