/** A price sheet held against today's list prices. Pure: the meters that the price API knows go in. */
import { Decimal } from 'decimal.js';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json';
import type { PriceBand, PriceRow } from './price-sheet';
import { standInsOf } from './stand-ins';

/** One tier of one meter, as the Retail Prices API gives it. */
export interface RetailPrice {
  readonly productName: string;
  readonly skuName: string;
  readonly meterName: string;
  readonly unitOfMeasure: string;
  readonly tierMinimumUnits: number;
  readonly retailPrice: number;
  /** ISO 8601; may lie in the future. */
  readonly effectiveStartDate: string;
}

export type RowOutcome =
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly bands: readonly PriceBand[] }
  /** The sheet does not say which meter it is, so nothing can be asked. */
  | { readonly kind: 'no-identity' }
  /** The API answers a misspelt name with an empty list. */
  | { readonly kind: 'not-found' }
  /** Several meters share the name, or another unit is priced: a person has to look. */
  | { readonly kind: 'unclear'; readonly reason: string };

export interface RefreshedRow {
  readonly row: PriceRow;
  readonly outcome: RowOutcome;
}

/** Whether a row names its meter well enough to ask: product first, since meter names repeat across products. */
export function hasIdentity({ api }: PriceRow): boolean {
  return api?.productName !== undefined && api.meterName !== undefined;
}

/** @param today ISO 8601: prices that begin later are left for later */
export function refreshRow(row: PriceRow, prices: readonly RetailPrice[], today: string): RowOutcome {
  const { api } = row;
  if (api === null || !hasIdentity(row)) return { kind: 'no-identity' };
  const own = prices.filter(
    (price) =>
      price.productName === api.productName &&
      price.meterName === api.meterName &&
      (api.skuName === undefined || price.skuName === api.skuName) &&
      price.effectiveStartDate <= today,
  );
  if (own.length === 0) return { kind: 'not-found' };
  const units = [...new Set(own.map(({ unitOfMeasure }) => unitOfMeasure))];
  if (units.length > 1 || (api.unitOfMeasure !== undefined && units[0] !== api.unitOfMeasure)) {
    return {
      kind: 'unclear',
      reason: `priced by ${units.join(', ')}, the sheet says ${api.unitOfMeasure ?? 'nothing'}`,
    };
  }
  const bands = bandsOf(own);
  if (bands === undefined) return { kind: 'unclear', reason: 'two prices for the same tier' };
  return sameBands(row.bands, bands) ? { kind: 'same' } : { kind: 'changed', bands };
}

/** The newest price of each tier; undefined when two are equally new and differ. */
function bandsOf(prices: readonly RetailPrice[]): readonly PriceBand[] | undefined {
  const tiers = new Map<number, RetailPrice>();
  for (const price of prices) {
    const known = tiers.get(price.tierMinimumUnits);
    const isRival = known?.effectiveStartDate === price.effectiveStartDate && known.retailPrice !== price.retailPrice;
    if (isRival) return undefined;
    if (known === undefined || known.effectiveStartDate < price.effectiveStartDate) {
      tiers.set(price.tierMinimumUnits, price);
    }
  }
  const bands = [...tiers.entries()]
    .sort(([one], [other]) => one - other)
    .map(([from, { retailPrice }]): PriceBand => ({ from: new Decimal(from), usd: new Decimal(retailPrice) }));
  return bands[0]?.from.isZero() ? bands : undefined;
}

function sameBands(one: readonly PriceBand[], other: readonly PriceBand[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ from, usd }, index) => other[index]?.from.eq(from) === true && other[index].usd.eq(usd))
  );
}

/**
 * The sheet's document with what was found written into it, all else as it was. A price that another region stood in for becomes a
 * row of its own.
 *
 * @param month `YYYY-MM` of the refresh: that of each row that was found, and the sheet's own when all were
 */
export function refreshedDocument(document: JsonObject, rows: readonly RefreshedRow[], month: string): JsonObject {
  const outcomes = new Map(rows.map(({ row, outcome }) => [row.key, outcome]));
  const list = isJsonArray(document['rows']) ? document['rows'] : [];
  const found = rows.flatMap((refreshed) => ownEntry(refreshed, document, month));
  const entries = [...list.map((row) => refreshedEntry(row, outcomes, month)), ...found];
  const { region, keys } = standInsOf(document);
  const missing = keys.filter((key) => !found.some((entry) => entry['key'] === key));
  return {
    ...document,
    // The sheet is of the month only when every price was seen in it.
    asOf: rows.every(({ outcome }) => outcome.kind === 'same' || outcome.kind === 'changed')
      ? month
      : (document['asOf'] ?? month),
    rows: entries,
    ...(keys.length === 0 ? {} : { standIns: { region, keys: missing } }),
  };
}

/** The row of a price that another region stood in for until it was found. */
function ownEntry({ row, outcome }: RefreshedRow, document: JsonObject, month: string): readonly JsonObject[] {
  if (row.confidence !== 'other-region' || (outcome.kind !== 'same' && outcome.kind !== 'changed')) return [];
  const { key, unit, per, api } = row;
  const bands = outcome.kind === 'same' ? row.bands : outcome.bands;
  return [
    {
      key,
      region: String(document['region']),
      unit,
      per,
      bands: bandsJson(bands),
      confidence: 'verified',
      source: SOURCE,
      method: 'api',
      lastVerified: month,
      ...(api === null ? {} : { api: { ...api } }),
      conflicts: [],
    },
  ];
}

function refreshedEntry(entry: Json, outcomes: ReadonlyMap<string, RowOutcome>, month: string): Json {
  if (!isJsonObject(entry)) return entry;
  const outcome = outcomes.get(String(entry['key']));
  switch (outcome?.kind) {
    case 'same':
      return { ...entry, lastVerified: month, confidence: 'verified', source: SOURCE, method: 'api', conflicts: [] };
    case 'changed':
      return {
        ...entry,
        bands: bandsJson(outcome.bands),
        lastVerified: month,
        confidence: 'verified',
        source: SOURCE,
        method: 'api',
        // What the API says settles what others said.
        conflicts: [],
      };
    default:
      return entry;
  }
}

function bandsJson(bands: readonly PriceBand[]): Json {
  return bands.map(({ from, usd }) => [from.toNumber(), usd.toFixed()]);
}

const SOURCE = 'Azure Retail Prices API';
