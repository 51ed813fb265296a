/** Queries of a month and what they cost, as `medallion cost import` leaves them beside the bills. */
import { UserError } from '../../shared/errors';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../shared/json';

export interface QueryGroup {
  readonly label: string;
  readonly user: string;
  /** `spark`, `serverless` or `dedicated`. */
  readonly engine: string;
  readonly tables: readonly string[];
  readonly runs: number;
  readonly usd: string;
  readonly seconds: number;
  readonly gb: number;
}

export interface QueryAdvice {
  readonly label: string;
  readonly because: string;
  readonly remedy: string;
  readonly savedUsd: string | null;
}

export interface MonthOfQueries {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly totalUsd: string;
  readonly queries: number;
  readonly byUser: readonly { readonly user: string; readonly usd: string }[];
  /** Dearest first. */
  readonly top: readonly QueryGroup[];
  readonly advice: readonly QueryAdvice[];
}

/** @throws UserError for a file of another form */
export function parseQueries(text: string, origin: string): MonthOfQueries {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    value = null;
  }
  if (!isJsonObject(value) || value['schemaVersion'] !== 1 || typeof value['month'] !== 'string') {
    throw new UserError(
      'queries-unreadable',
      `${origin} is no list of queries of schema version 1.`,
      'Run `npx medallion cost import` again.',
    );
  }
  return {
    month: value['month'],
    totalUsd: wordOf(value, 'totalUsd', '0'),
    queries: countOf(value, 'queries'),
    byUser: list(value, 'byUser').map((one) => ({ user: wordOf(one, 'user'), usd: wordOf(one, 'usd', '0') })),
    top: list(value, 'top').map((one) => ({
      label: wordOf(one, 'label'),
      user: wordOf(one, 'user'),
      engine: wordOf(one, 'engine'),
      tables: (isJsonArray(one['tables']) ? one['tables'] : []).map(String),
      runs: countOf(one, 'runs'),
      usd: wordOf(one, 'usd', '0'),
      seconds: countOf(one, 'seconds'),
      gb: countOf(one, 'gb'),
    })),
    advice: list(value, 'advice').map((one) => ({
      label: wordOf(one, 'label'),
      because: wordOf(one, 'because'),
      remedy: wordOf(one, 'remedy'),
      savedUsd: typeof one['savedUsd'] === 'string' ? one['savedUsd'] : null,
    })),
  };
}

function list(value: JsonObject, name: string): readonly JsonObject[] {
  const found = value[name];
  return isJsonArray(found) ? found.filter(isJsonObject) : [];
}

function wordOf(value: JsonObject, name: string, otherwise = ''): string {
  const found = value[name];
  return typeof found === 'string' ? found : otherwise;
}

function countOf(value: JsonObject, name: string): number {
  const found = Number(value[name]);
  return Number.isFinite(found) ? found : 0;
}
