import type { Json, JsonObject } from '../shared/json';
import { cannotDecide, COMPLIANT, nonCompliant, type Outcome } from './rule';
import { read, sameValue } from '../synthesized/values';

export interface Expectation {
  readonly argument: string;
  readonly allowed: string | number | boolean;
  /** The provider's default: what Azure is told when the argument is not written. */
  readonly absentMeans: Json;
}

/** Compliant when every argument has its allowed value; one wrong value outweighs any number of unknown ones. */
export function expectArguments(body: JsonObject, expectations: readonly Expectation[]): Outcome {
  const wrong: string[] = [];
  const unknown: string[] = [];
  for (const { argument, allowed, absentMeans } of expectations) {
    const value = read(body, ...argument.split('.'));
    if (value.kind === 'unresolved') {
      unknown.push(`${argument} is ${value.expression}`);
    } else if (!sameValue(value.kind === 'literal' ? value.value : absentMeans, allowed)) {
      const actual = value.kind === 'literal' ? JSON.stringify(value.value) : `not set (Azure: ${String(absentMeans)})`;
      wrong.push(`${argument} is ${actual}, must be ${String(allowed)}`);
    }
  }
  if (wrong.length > 0) {
    return nonCompliant(`${wrong.join('; ')}.`);
  }
  return unknown.length > 0 ? cannotDecide(`${unknown.join('; ')}, known only to Terraform.`) : COMPLIANT;
}
