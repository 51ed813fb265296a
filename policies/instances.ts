import { isJsonArray, isJsonObject } from '../shared/json';
import { isExpression } from '../synthesized/references';
import type { StackResource } from '../synthesized/stack';

/**
 * How many resources `count` or `for_each` makes of one block: 1 without either, undefined where only Terraform knows.
 */
export function instancesOf({ body }: StackResource): number | undefined {
  const { count, for_each: each } = body;
  if (count !== undefined && count !== null) return isExpression(count) ? undefined : Number(count);
  if (each === undefined || each === null) return 1;
  if (isJsonArray(each)) return each.length;
  if (isJsonObject(each)) return Object.keys(each).length;
  const literal = /^\$\{\s*toset\(\s*\[((?:\s*"[^"$]*"\s*,?)*)\]\s*\)\s*\}$/.exec(String(each))?.[1];
  return literal === undefined ? undefined : new Set(literal.match(/"[^"]*"/g) ?? []).size;
}

/** Whether a value differs from one instance to the next. */
export function differsByInstance(value: unknown): boolean {
  return /\beach\.(?:key|value)\b|\bcount\.index\b/.test(JSON.stringify(value ?? ''));
}
