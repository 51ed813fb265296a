import { UserError } from '../shared/errors';
import { isJsonArray, isJsonObject, type Json } from '../shared/json';
import type { PriceRow, PriceSheet } from './price-sheet';

/** Region under which meters stand that cost the same everywhere. */
const EVERYWHERE = 'Global';

/**
 * A sheet with the prices that it takes from another region's, because nobody has seen its own: `standIns` of its document names
 * the region and the keys, so that no number is written down twice. They keep source and date and lose what trust they had.
 *
 * @param sheetOf the sheet of a region
 * @throws UserError when the document names a price twice, or one that the other sheet lacks
 */
export function withStandIns(
  document: unknown,
  sheet: PriceSheet,
  sheetOf: (region: string) => PriceSheet,
): PriceSheet {
  const { region, keys } = standInsOf(document as Json);
  if (keys.length === 0) return sheet;
  const lender = sheetOf(region);
  const rows = new Map(sheet.rows);
  for (const key of keys) {
    const row = lender.rows.get(key);
    if (row === undefined) throw fault(sheet, key, `the sheet of ${region} has no such price`);
    if (rows.has(key)) throw fault(sheet, key, 'the price is known here, so that nothing has to stand in for it');
    rows.set(key, row.region === EVERYWHERE ? row : standIn(row, sheet.region));
  }
  return { ...sheet, rows };
}

/** What a document takes from elsewhere; nothing for one that does not say. */
export function standInsOf(document: Json): { readonly region: string; readonly keys: readonly string[] } {
  const named = isJsonObject(document) ? document['standIns'] : undefined;
  if (!isJsonObject(named)) return { region: '', keys: [] };
  const keys = named['keys'];
  return { region: String(named['region']), keys: isJsonArray(keys) ? keys.map(String) : [] };
}

function standIn(row: PriceRow, region: string): PriceRow {
  const { confidence, lastVerified, note } = row;
  const origin = `No price of ${region} is known: that of ${row.region} stands in (${confidence}, ${lastVerified})`;
  return { ...row, confidence: 'other-region', note: [origin, note].filter((text) => text !== '').join('. ') };
}

function fault({ region }: PriceSheet, key: string, problem: string): UserError {
  return new UserError(
    'price-sheet-invalid',
    `Price sheet of ${region}, standIns, ${key}: ${problem}.`,
    `Correct the list in finops/prices/${region}.json.`,
  );
}
