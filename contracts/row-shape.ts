/**
 * What of a compiled contract decides the rows of a table: its shape, which a table keeps as the one that made it.
 *
 * What only documents, watches, tiers or tunes a table is no part of it. A setting that is absent, null, false or empty
 * is the same in a shape. `pipelines/src/medallion/lake/shape.py` does the same; both are tested with
 * `pipelines/tests/evolutions.json`.
 */
import { createHash } from 'node:crypto';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json';
import type { ManifestTable } from './manifest';

export type Shape = JsonObject;

const OF_NO_ROW = new Set([
  ...['name', 'layer', 'table', 'version', 'fingerprint', 'description', 'grain', 'location', 'subjects'],
  ...['tableChecks', 'changeFeed', 'latencyHours', 'incremental', 'layout', 'rowChecks', 'inputs', 'sql'],
]);
const OF_NO_VALUE = new Set(['description', 'measure', 'required', 'pii', 'renamedFrom']);

/** Gold, which is made anew with its fingerprint, has no other shape. */
export function shapeOf(table: ManifestTable): Shape {
  if (table.layer === 'gold') return { fingerprint: table.fingerprint };
  const others = Object.entries(plain(table)).filter(([name]) => !OF_NO_ROW.has(name) && !name.startsWith('retention'));
  const rules = table.rowChecks.filter(({ severity }) => severity === 'error');
  return pruned({
    ...Object.fromEntries(others),
    columns: table.columns.map((column) => ({
      ...Object.fromEntries(Object.entries(plain(column)).filter(([name]) => !OF_NO_VALUE.has(name))),
      protection: column.pii?.protection ?? null,
    })),
    partitionBy: table.layout.partitionBy,
    rules: Object.fromEntries(rules.map(({ id, expression }) => [id, expression])),
    input: table.inputs[0] ?? null,
  });
}

function plain(value: object): Shape {
  return JSON.parse(JSON.stringify(value)) as Shape;
}

function pruned(shape: Shape): Shape {
  const kept = Object.entries(shape).map(([name, value]) => [name, prunedValue(value)] as const);
  return Object.fromEntries(kept.filter(([, value]) => !saysNothing(value)));
}

function prunedValue(value: Json): Json {
  if (isJsonArray(value)) return value.map(prunedValue);
  return isJsonObject(value) ? pruned(value) : value;
}

function saysNothing(value: Json): boolean {
  if (value === null || value === false || value === '') return true;
  if (isJsonArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/** The same text for the same shape, whoever writes it. */
export function textOf(value: Json): string {
  if (isJsonArray(value)) return `[${value.map(textOf).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${textOf(value[name] ?? null)}`).join(',')}}`;
}

/** Names one change of one table: what a person accepts is this change and no other. */
export function codeOf(table: string, before: Shape, after: Shape): string {
  const text = [table, textOf(before), textOf(after)].join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
