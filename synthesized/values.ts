import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json';
import { isExpression } from './references';

/** What the JSON says about one argument. */
export type Value =
  | { readonly kind: 'absent' }
  | { readonly kind: 'literal'; readonly value: Json }
  /** Terraform computes it later, so no rule can decide on it. */
  | { readonly kind: 'unresolved'; readonly expression: string };

/**
 * The argument at `path`. A list with a single object is the block itself, because Terraform writes a single nested
 * block either way; null is absent, because Terraform treats it so.
 */
export function read(body: JsonObject, ...path: readonly string[]): Value {
  let current: Json | undefined = body;
  for (const key of path) {
    if (isExpression(current)) {
      return { kind: 'unresolved', expression: current };
    }
    const block: Json | undefined = isJsonArray(current) && current.length === 1 ? current[0] : current;
    if (!isJsonObject(block)) {
      return { kind: 'absent' };
    }
    if (block[key] === undefined && isDynamic(block, key)) {
      return { kind: 'unresolved', expression: `dynamic "${key}"` };
    }
    current = block[key];
  }
  if (current === undefined || current === null) {
    return { kind: 'absent' };
  }
  return isExpression(current) ? { kind: 'unresolved', expression: current } : { kind: 'literal', value: current };
}

/** All nested blocks of one name, or undefined when Terraform generates them later. */
export function blocks(body: JsonObject, name: string): readonly JsonObject[] | undefined {
  const value = body[name];
  if (isExpression(value) || isDynamic(body, name)) {
    return undefined;
  }
  return (isJsonArray(value) ? value : [value]).filter(isJsonObject);
}

/** Strings of a list argument; an expression among them is kept as text. Undefined when the list is an expression. */
export function strings(body: JsonObject, name: string): readonly string[] | undefined {
  const value = body[name];
  if (isExpression(value)) {
    return undefined;
  }
  return isJsonArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** Terraform converts `"true"` to `true` and `"5"` to `5`, so both spellings mean the same. */
export function sameValue(left: Json, right: Json): boolean {
  return typeof left !== 'object' && typeof right !== 'object' && String(left) === String(right);
}

function isDynamic(body: JsonObject, name: string): boolean {
  const dynamic = body['dynamic'];
  return (isJsonArray(dynamic) ? dynamic : [dynamic]).some((one) => isJsonObject(one) && one[name] !== undefined);
}

/** Every string in a body, with the argument it stands in; cdktf's own `//` part is not Terraform's. */
export function texts(value: Json, at = ''): readonly { readonly at: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ at, text: value }];
  if (isJsonArray(value)) return value.flatMap((item) => texts(item, at));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    key === '//' ? [] : texts(item, at === '' ? key : `${at}.${key}`),
  );
}
