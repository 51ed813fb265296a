import { shown } from '../policies/judge';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json';
import { isExpression } from '../synthesized/references';
import type { SynthesizedStack } from '../synthesized/stack';
import type { SynthCheck } from './check';
import { ARGUMENTS } from './arguments';

/**
 * Every argument that has a closed list or a range has a value in it. The bindings type each of them as `string` or
 * `number`, so that a raw resource, or an override of ours, can hold anything.
 */
export const argumentValues: SynthCheck = {
  id: 'argument-values',
  find: (stack) =>
    stack.resources.flatMap(({ type, path, body }) =>
      Object.entries(ARGUMENTS[type] ?? {}).flatMap(([argument, { says, takes }]) =>
        valuesAt(body, argument.split('.'))
          .filter((value) => !isExpression(value) && !takes(value))
          .map((value) => ({
            path,
            check: 'argument-values',
            message: `${argument} is ${shown(value)}; allowed: ${says}.`,
            remedy: 'Correct the value, or the override that wrote it.',
          })),
      ),
    ),
};

/** Arguments with a closed list or a range whose value only Terraform knows, one entry per resource. */
export function unknownArguments(
  stack: SynthesizedStack,
): readonly { readonly path: string; readonly message: string }[] {
  return stack.resources.flatMap(({ type, path, body }) => {
    const unknown = Object.keys(ARGUMENTS[type] ?? {}).filter((argument) =>
      valuesAt(body, argument.split('.')).some(isExpression),
    );
    return unknown.length === 0 ? [] : [{ path, message: `${unknown.join(', ')}: known only to Terraform.` }];
  });
}

/** What stands at a path, in every block where blocks repeat; null is absent, as Terraform reads it. */
function valuesAt(value: Json | undefined, path: readonly string[]): readonly Json[] {
  const [key, ...rest] = path;
  if (value === undefined || value === null) return [];
  if (key === undefined) return isJsonArray(value) ? value : [value];
  const blocks: readonly JsonObject[] = (isJsonArray(value) ? value : [value]).filter(isJsonObject);
  return blocks.flatMap((block) => valuesAt(block[key], rest));
}
