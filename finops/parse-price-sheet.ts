import { Decimal } from 'decimal.js';

import { UserError } from '../shared/errors';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json';
import {
  CONFIDENCES,
  type PriceBand,
  type Confidence,
  type MeterIdentity,
  type PriceRow,
  type PriceSheet,
} from './price-sheet';

const SCHEMA = 'medallion.price-sheet/1';
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const PRICE = /^\d+(\.\d+)?$/;
/** A price of another region is taken from its sheet by `standIns`, never written down again. */
const OWN_CONFIDENCES = CONFIDENCES.filter((level) => level !== 'other-region' && level !== 'bound');

/**
 * Checks a price sheet and reads it into its type. Prices are decimal strings, so that no sum passes through binary
 * floating point.
 *
 * @throws UserError that names the row and the field
 */
export function parsePriceSheet(input: unknown): PriceSheet {
  const sheet = input as Json;
  if (!isJsonObject(sheet) || sheet['schema'] !== SCHEMA) {
    throw fault('', `schema must be "${SCHEMA}"`);
  }
  if (sheet['currency'] !== 'USD') {
    throw fault('', 'currency must be USD: other currencies of the price API are for reference only');
  }
  const list = sheet['rows'];
  if (!isJsonArray(list)) {
    throw fault('', 'rows must be a list');
  }
  const rows = new Map<string, PriceRow>();
  for (const item of list) {
    const row = parseRow(item);
    if (rows.has(row.key)) {
      throw fault(row.key, 'the key stands twice');
    }
    rows.set(row.key, row);
  }
  return {
    region: text(sheet, 'region', ''),
    currency: 'USD',
    asOf: month(sheet, 'asOf', ''),
    hoursPerMonth: positive(sheet, 'hoursPerMonth', ''),
    rules: parseRules(object(sheet, 'rules', '')),
    rows,
  };
}

function parseRules(rules: JsonObject): PriceSheet['rules'] {
  const days = object(rules, 'earlyDeleteDays', 'rules');
  const without = rules['redundanciesWithoutArchive'];
  return {
    earlyDeleteDays: {
      cool: positive(days, 'cool', 'rules'),
      cold: positive(days, 'cold', 'rules'),
      archive: positive(days, 'archive', 'rules'),
    },
    redundanciesWithoutArchive: isJsonArray(without) ? without.map(String) : [],
    logRetentionIncludedDays: positive(rules, 'logRetentionIncludedDays', 'rules'),
  };
}

function parseRow(item: Json): PriceRow {
  if (!isJsonObject(item)) {
    throw fault('', 'every row must be an object');
  }
  const key = text(item, 'key', '');
  const note = item['note'];
  return {
    key,
    region: text(item, 'region', key),
    unit: text(item, 'unit', key),
    per: positive(item, 'per', key),
    bands: parseBands(item['bands'], key),
    api: item['api'] === undefined ? null : parseApi(object(item, 'api', key), key),
    confidence: confidence(item, key),
    source: text(item, 'source', key),
    method: text(item, 'method', key),
    lastVerified: month(item, 'lastVerified', key),
    conflicts: parseConflicts(item['conflicts'], key),
    note: typeof note === 'string' ? note : '',
  };
}

function parseBands(value: Json | undefined, key: string): readonly PriceBand[] {
  const bands = (isJsonArray(value) ? value : []).map((band): PriceBand => {
    const [from, usd] = isJsonArray(band) ? band : [];
    if (typeof from !== 'number' || typeof usd !== 'string' || !PRICE.test(usd)) {
      throw fault(key, `the band ${JSON.stringify(band)} must be [from, "price"]`);
    }
    return { from: new Decimal(from), usd: new Decimal(usd) };
  });
  if (!bands[0]?.from.isZero()) {
    throw fault(key, 'the first band must start at 0, or the first units have no price');
  }
  if (bands.some((band, index) => index > 0 && band.from.lte(bands[index - 1]?.from ?? 0))) {
    throw fault(key, 'bands must rise, each starting above the one before');
  }
  return bands;
}

function parseApi(api: JsonObject, key: string): MeterIdentity {
  const optional = ['productName', 'skuName', 'meterName', 'unitOfMeasure', 'meterId'] as const;
  return {
    serviceName: text(api, 'serviceName', key),
    ...Object.fromEntries(
      optional.filter((name) => api[name] !== undefined).map((name) => [name, text(api, name, key)]),
    ),
  };
}

function parseConflicts(value: Json | undefined, key: string): PriceRow['conflicts'] {
  if (!isJsonArray(value)) {
    throw fault(key, 'conflicts must be a list, empty where every source agrees');
  }
  return value.map((conflict) => {
    const entry = isJsonObject(conflict) ? conflict : {};
    return { value: text(entry, 'value', key), source: text(entry, 'source', key) };
  });
}

function confidence(row: JsonObject, key: string): Confidence {
  const found = OWN_CONFIDENCES.find((known) => known === row['confidence']);
  if (!found) {
    throw fault(key, `confidence must be one of ${OWN_CONFIDENCES.join(', ')}`);
  }
  return found;
}

function object(parent: JsonObject, field: string, key: string): JsonObject {
  const value = parent[field];
  if (!isJsonObject(value)) {
    throw fault(key, `${field} must be an object`);
  }
  return value;
}

function text(parent: JsonObject, field: string, key: string): string {
  const value = parent[field];
  if (typeof value !== 'string' || value === '') {
    throw fault(key, `${field} must be a text`);
  }
  return value;
}

function month(parent: JsonObject, field: string, key: string): string {
  const value = text(parent, field, key);
  if (!MONTH.test(value)) {
    throw fault(key, `${field} must be a month as YYYY-MM, not "${value}"`);
  }
  return value;
}

function positive(parent: JsonObject, field: string, key: string): number {
  const value = parent[field];
  if (typeof value !== 'number' || !(value > 0)) {
    throw fault(key, `${field} must be a number above 0`);
  }
  return value;
}

function fault(key: string, problem: string): UserError {
  return new UserError(
    'price-sheet-invalid',
    `Price sheet${key === '' ? '' : `, ${key}`}: ${problem}.`,
    'Correct the sheet in finops/prices; finops/price-sheet.ts says what each field means.',
  );
}
