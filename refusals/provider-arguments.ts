import { distance, closest } from 'fastest-levenshtein';
import { KNOWN_AZURERM } from '../policies/coverage';
import { isJsonArray, isJsonObject, objectAt, type Json, type JsonObject } from '../shared/json';
import type { SynthesizedStack } from '../synthesized/stack';
import type { SynthCheck, Violation } from './check';
import schema from './provider-schema.json';

/** Whether an argument is required, and the arguments of its block. */
type Arguments = { readonly [name: string]: readonly [boolean, Arguments | null] };

/** What Terraform itself takes in every resource. */
const META = ['count', 'for_each', 'depends_on', 'lifecycle', 'provider', 'provisioner', 'connection', 'dynamic', '//'];
const FARTHEST_TYPO = 4;

/**
 * A resource has the arguments of its type, and all that it must have. The bindings check what is written through them;
 * an override, a raw resource and JSON from elsewhere are checked by nobody before `terraform validate`.
 */
export const providerArguments: SynthCheck = {
  id: 'provider-arguments',
  find: (stack) =>
    isOtherVersion(stack)
      ? []
      : stack.resources.flatMap(({ type, path, body }) => {
          const known = argumentsOf(type);
          return known === undefined ? [] : problems(body, known, '', type).map((found) => ({ ...found, path }));
        }),
};

/** Arguments of a type of azurerm; undefined for one that no lake is made of. */
export function argumentsOf(type: string): Arguments | undefined {
  const all: Readonly<Record<string, object>> = schema;
  return Object.hasOwn(all, type) ? (all[type] as Arguments) : undefined;
}

/** Another version has other arguments; the notice about it says that nothing is known. */
function isOtherVersion({ terraform }: SynthesizedStack): boolean {
  const required = objectAt(terraform, 'required_providers')['azurerm'];
  const version = isJsonObject(required) ? required['version'] : required;
  return version !== undefined && version !== KNOWN_AZURERM;
}

type Found = Omit<Violation, 'path'>;

function problems(body: JsonObject, known: Arguments, at: string, type: string): readonly Found[] {
  const dynamic = dynamicBlocks(body);
  const unknown = Object.entries(body)
    .filter(([name, value]) => value !== null && !Object.hasOwn(known, name) && !META.includes(name))
    .map(([name]) => unknownArgument(`${at}${name}`, name, Object.keys(known), type));
  const missing = Object.entries(known)
    .filter(([name, [required]]) => required && isAbsent(body[name]) && !dynamic.includes(name))
    .map(([name]): Found => ({
      check: 'provider-arguments',
      message: `${at}${name} is not set; ${type} must have it.`,
      remedy: 'Set the argument, or take back the override that removed it.',
    }));
  const nested = Object.entries(known).flatMap(([name, [, inner]]) =>
    inner === null ? [] : blocksOf(body[name]).flatMap((block) => problems(block, inner, `${at}${name}.`, type)),
  );
  return [...unknown, ...missing, ...nested];
}

function unknownArgument(at: string, name: string, known: readonly string[], type: string): Found {
  const near = closest(name, [...known]);
  const hint = distance(name, near) <= FARTHEST_TYPO ? ` Did you mean ${near}?` : '';
  return {
    check: 'provider-arguments',
    message: `${at} is not an argument of ${type} in azurerm ${KNOWN_AZURERM}.${hint}`,
    remedy: 'Correct the name of the argument, or take it out.',
  };
}

function isAbsent(value: Json | undefined): boolean {
  return value === undefined || value === null || (isJsonArray(value) && value.length === 0);
}

function blocksOf(value: Json | undefined): readonly JsonObject[] {
  return (isJsonArray(value) ? value : [value]).filter(isJsonObject);
}

function dynamicBlocks(body: JsonObject): readonly string[] {
  return blocksOf(body['dynamic']).flatMap((block) => Object.keys(block));
}
