import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json';

/** One place in which two bodies differ. */
export interface Difference {
  /** For example `blob_properties.delete_retention_policy.days`, or `rule[move-to-cool]` for a whole item of a list. */
  readonly path: string;
  /** Undefined where the value is new. */
  readonly before: Json | undefined;
  /** Undefined where the value is gone. */
  readonly after: Json | undefined;
}

/** cdktf's own notes; they say nothing about the infrastructure. */
const METADATA_KEY = '//';
/** What tells the items of a list apart, first match wins: an inserted item must not shift all that follow. */
const IDENTITY_KEYS = ['name', 'category', 'id', 'activity'];

/**
 * Where two resource bodies differ, in alphabetical order.
 *
 * Items of a list are told apart by name, and a string that holds JSON (an activity list, a dashboard) is taken apart like any
 * other value, so that a review shows the one setting that changed inside it.
 */
export function differences(before: JsonObject, after: JsonObject): readonly Difference[] {
  return compareObjects('', before, after);
}

function compareObjects(path: string, before: JsonObject, after: JsonObject): Difference[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => key !== METADATA_KEY);
  return keys.sort().flatMap((key) => compare(path === '' ? key : `${path}.${key}`, before[key], after[key]));
}

function compare(path: string, before: Json | undefined, after: Json | undefined): Difference[] {
  const [old, next] = [opened(before), opened(after)];
  if (JSON.stringify(old) === JSON.stringify(next)) return [];
  if (isJsonArray(old) && isJsonArray(next)) return compareLists(path, old, next);
  if (isJsonObject(old) && isJsonObject(next)) return compareObjects(path, old, next);
  return [{ path, before, after }];
}

/** Embedded JSON as a value; a lone block without its list, because Terraform reads both the same. */
function opened(value: Json | undefined): Json | undefined {
  const inner = typeof value === 'string' ? embeddedJson(value) : value;
  const lone = isJsonArray(inner) && inner.length === 1 ? inner[0] : undefined;
  return isJsonObject(lone) && IDENTITY_KEYS.every((key) => lone[key] === undefined) ? lone : inner;
}

function embeddedJson(text: string): Json {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function compareLists(path: string, before: readonly Json[], after: readonly Json[]): Difference[] {
  const [old, next] = [byIdentity(before), byIdentity(after)];
  const names = [...new Set([...old.keys(), ...next.keys()])].sort();
  const found = names.flatMap((name) => compare(`${path}[${name}]`, old.get(name), next.get(name)));
  // The same items in another order, or one of them twice: the list itself is what differs.
  return found.length > 0 ? found : [{ path, before, after }];
}

function byIdentity(list: readonly Json[]): ReadonlyMap<string, Json> {
  const key = IDENTITY_KEYS.find((candidate) => {
    const values = list.map((item) => (isJsonObject(item) ? item[candidate] : undefined));
    return values.every((value) => typeof value === 'string') && new Set(values).size === list.length;
  });
  return new Map(
    list.map((item, position): [string, Json] => {
      if (typeof item === 'string') return [item, item];
      return [key !== undefined && isJsonObject(item) ? String(item[key]) : String(position), item];
    }),
  );
}

export interface ArgumentChange {
  /** For example `blob_properties.delete_retention_policy.days`. */
  readonly path: string;
  /** Undefined where the argument is new. */
  readonly before?: Json;
  /** Undefined where the argument is gone. */
  readonly after?: Json;
  readonly replaces: boolean;
}
