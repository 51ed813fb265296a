import type { JsonObject } from '../shared/json';
import { read } from '../synthesized/values';

/** A text argument, or undefined when it is absent or Terraform computes it. */
export function literalText(body: JsonObject, ...path: readonly string[]): string | undefined {
  const value = read(body, ...path);
  return value.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined;
}

/** A number argument, or undefined when it is absent or Terraform computes it. */
export function literalNumber(body: JsonObject, ...path: readonly string[]): number | undefined {
  const value = read(body, ...path);
  const number = value.kind === 'literal' && typeof value.value !== 'object' ? Number(value.value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

export function isTrue(body: JsonObject, ...path: readonly string[]): boolean {
  const value = read(body, ...path);
  return value.kind === 'literal' && String(value.value) === 'true';
}
