/** Queries of a month and what they cost, as `medallion cost import` leaves them beside the bills. */
import { UserError } from '../../shared/errors';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../shared/json';

/** Sums over some queries. */
export interface QuerySums {
  readonly runs: number;
  readonly usd: string;
  /** Their durations added up: queries side by side count each. */
  readonly seconds: number;
  /** 0 where the request log has no bytes, as that of a dedicated pool. */
  readonly gb: number;
}

export interface QueryGroup extends QuerySums {
  readonly label: string;
  readonly user: string;
  /** `spark`, `serverless` or `dedicated`. */
  readonly engine: string;
  readonly tables: readonly string[];
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
  /** Of all queries. */
  readonly byEngine: readonly (QuerySums & { readonly engine: string })[];
  /** The dearest only, dearest first. */
  readonly top: readonly QueryGroup[];
  readonly advice: readonly QueryAdvice[];
}

/** All queries of dedicated pools; undefined where none are recorded. */
export function dedicatedQueries(queries: MonthOfQueries | undefined): QuerySums | undefined {
  return queries?.byEngine.find(({ engine }) => engine === 'dedicated');
}

/** @throws UserError for a file of another form */
export function parseQueries(text: string, origin: string): MonthOfQueries {
  try {
    const value = JSON.parse(text) as Json;
    if (isJsonObject(value) && value['schemaVersion'] === 1) return monthOf(value);
  } catch {
    // Not JSON, or a field is missing: the same to whoever reads it.
  }
  throw new UserError(
    'queries-unreadable',
    `${origin} is not a list of queries of schema version 1.`,
    'Run `npx medallion cost import` again.',
  );
}

function monthOf(value: JsonObject): MonthOfQueries {
  return {
    month: wordOf(value, 'month'),
    totalUsd: wordOf(value, 'totalUsd'),
    queries: countOf(value, 'queries'),
    byUser: listOf(value, 'byUser').map((one) => ({ user: wordOf(one, 'user'), usd: wordOf(one, 'usd') })),
    byEngine: listOf(value, 'byEngine').map((one) => ({ engine: wordOf(one, 'engine'), ...sumsOf(one) })),
    top: listOf(value, 'top').map((one) => ({
      label: wordOf(one, 'label'),
      user: wordOf(one, 'user'),
      engine: wordOf(one, 'engine'),
      tables: (isJsonArray(one['tables']) ? one['tables'] : []).map(String),
      ...sumsOf(one),
    })),
    advice: listOf(value, 'advice').map((one) => ({
      label: wordOf(one, 'label'),
      because: wordOf(one, 'because'),
      remedy: wordOf(one, 'remedy'),
      savedUsd: one['savedUsd'] === null ? null : wordOf(one, 'savedUsd'),
    })),
  };
}

function sumsOf(one: JsonObject): QuerySums {
  return {
    runs: countOf(one, 'runs'),
    usd: wordOf(one, 'usd'),
    seconds: countOf(one, 'seconds'),
    gb: countOf(one, 'gb'),
  };
}

function listOf(value: JsonObject, name: string): readonly JsonObject[] {
  const found = value[name];
  if (!isJsonArray(found) || !found.every(isJsonObject)) throw new Error(name);
  return found;
}

function wordOf(value: JsonObject, name: string): string {
  const found = value[name];
  if (typeof found !== 'string') throw new Error(name);
  return found;
}

function countOf(value: JsonObject, name: string): number {
  const found = value[name];
  if (typeof found !== 'number') throw new Error(name);
  return found;
}
