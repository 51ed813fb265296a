import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../policies/json';

/** One leaf of a resource: where it stands, and its value. */
export type Leaves = ReadonlyMap<string, Json>;

/** cdktf's own notes; they say nothing about the infrastructure. */
const METADATA_KEY = '//';
/** What tells the items of a list apart, first match wins: an inserted item must not shift all that follow. */
const IDENTITY_KEYS = ['name', 'category', 'id'];

/**
 * Every leaf of a resource body by its path, for example `blob_properties.delete_retention_policy.days`.
 *
 * A list of named objects is addressed by name (`rule[move-to-cool]`), a string that holds JSON (an activity list, a dashboard)
 * is taken apart like any other value, so that a review shows the one setting that changed inside it.
 */
export function leavesOf(body: JsonObject): Leaves {
  const leaves = new Map<string, Json>();
  for (const [key, value] of Object.entries(body)) {
    if (key !== METADATA_KEY) collect(key, value, leaves);
  }
  return leaves;
}

function collect(path: string, value: Json, leaves: Map<string, Json>): void {
  const inner = typeof value === 'string' ? embeddedJson(value) : value;
  if (isJsonArray(inner) && inner.length > 0) {
    inner.forEach((item, position) => collect(`${path}[${identityOf(item, position, inner)}]`, item, leaves));
  } else if (isJsonObject(inner) && Object.keys(inner).length > 0) {
    for (const [key, item] of Object.entries(inner)) collect(`${path}.${key}`, item, leaves);
  } else {
    leaves.set(path, inner);
  }
}

function embeddedJson(text: string): Json {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function identityOf(item: Json, position: number, list: readonly Json[]): string {
  // A lone block reads the same whether Terraform's JSON wraps it in a list or not.
  if (list.length === 1 && isJsonObject(item) && IDENTITY_KEYS.every((key) => item[key] === undefined)) return '';
  if (typeof item === 'string') return item;
  for (const key of IDENTITY_KEYS) {
    const own = isJsonObject(item) ? item[key] : undefined;
    const names = list.map((other) => (isJsonObject(other) ? other[key] : undefined));
    if (typeof own === 'string' && new Set(names).size === list.length) return own;
  }
  return String(position);
}
