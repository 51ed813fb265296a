import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../shared/errors';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json';
import type { PriceRow } from './price-sheet';
import type { RetailPrice } from './refresh';

/** The public list prices of Azure; no account is needed. */
export const RETAIL_PRICES = 'https://prices.azure.com/api/retail/prices';
/** From this version on the values of a filter are compared with their case. */
const API_VERSION = '2023-01-01-preview';
const ATTEMPTS = 4;
const FIRST_WAIT_MS = 2000;

/**
 * All consumption prices of one meter in one region, every page of them.
 *
 * @throws UserError when the API cannot be reached, or goes on refusing
 */
export async function retailPrices(row: PriceRow, endpoint = RETAIL_PRICES): Promise<readonly RetailPrice[]> {
  const conditions = {
    armRegionName: row.region,
    serviceName: row.api?.serviceName,
    productName: row.api?.productName,
    meterName: row.api?.meterName,
    priceType: 'Consumption',
  };
  const filter = Object.entries(conditions)
    .filter(([, value]) => value !== undefined)
    .map(([field, value]) => `${field} eq '${String(value).replaceAll("'", "''")}'`)
    .join(' and ');
  const query = new URLSearchParams({ 'api-version': API_VERSION, currencyCode: "'USD'", $filter: filter });
  const found: RetailPrice[] = [];
  let next: string | undefined = `${endpoint}?${query.toString()}`;
  while (next !== undefined) {
    const page = await getJson(next);
    found.push(...itemsOf(page));
    const link: Json | undefined = page['NextPageLink'];
    next = typeof link === 'string' && link !== '' ? link : undefined;
  }
  return found;
}

async function getJson(url: string): Promise<JsonObject> {
  for (let attempt = 1; ; attempt++) {
    const answer = await request(url);
    if (answer.ok) {
      const value = (await answer.json()) as Json;
      if (isJsonObject(value)) return value;
    }
    const isWorthAnother = answer.status === 429 || answer.status >= 500;
    if (!isWorthAnother || attempt === ATTEMPTS) {
      throw new UserError(
        'price-service-failed',
        `${url} answered ${answer.status} ${answer.statusText}`,
        'Try again later.',
      );
    }
    const asked = Number(answer.headers.get('retry-after'));
    await delay(asked > 0 ? asked * 1000 : FIRST_WAIT_MS * 2 ** (attempt - 1));
  }
}

async function request(url: string): Promise<Response> {
  try {
    return await fetch(url);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      'price-service-unreachable',
      `${url} cannot be reached: ${reason}`,
      'Connect to the internet: refreshing prices needs it; nothing else does.',
    );
  }
}

function itemsOf(page: JsonObject): readonly RetailPrice[] {
  const items = page['Items'];
  return (isJsonArray(items) ? items : []).filter(isJsonObject).map((item) => ({
    productName: String(item['productName']),
    skuName: String(item['skuName']),
    meterName: String(item['meterName']),
    unitOfMeasure: String(item['unitOfMeasure']),
    tierMinimumUnits: Number(item['tierMinimumUnits']),
    retailPrice: Number(item['retailPrice']),
    effectiveStartDate: String(item['effectiveStartDate']),
  }));
}
