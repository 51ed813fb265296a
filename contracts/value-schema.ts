/** One value of the vocabulary against its JSON Schema, and how errors of a schema are said. */
import Ajv2019, { type ErrorObject } from 'ajv/dist/2019';
import addFormats from 'ajv-formats';
import { suggest } from '../shared/suggest';

export const ajv = addFormats(new Ajv2019({ allErrors: true, strict: false, verbose: true }));

export interface Wrong {
  readonly message: string;
  readonly remedy: string;
}

/** Checks one value against one JSON Schema. @returns everything that is wrong, in words, or undefined */
export function checkValue(schema: object, value: unknown): Wrong | undefined {
  const validate = ajv.compile(schema);
  if (validate(value)) return undefined;
  const wrongs = tellingErrors(validate.errors ?? []).map((error) => explain(error, 'the value'));
  return {
    message: [...new Set(wrongs.map(({ message }) => message))].join('; '),
    remedy: [...new Set(wrongs.map(({ remedy }) => remedy))].join('. '),
  };
}

const COMBINING = ['oneOf', 'anyOf', 'allOf', 'if', 'not'];

/**
 * The errors about what was meant. Of a union only the branch counts that got furthest: the others were not meant; and
 * of one value only the first error.
 */
export function tellingErrors(errors: readonly ErrorObject[]): ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf');
  const rejectedBranches = unions.flatMap((union) => notMeant(union, errors));
  const kept = errors.filter(
    (error) =>
      !COMBINING.includes(error.keyword) &&
      !rejectedBranches.some((branch) => error.schemaPath.startsWith(branch)) &&
      !unions.some((union) => isOfAnotherType(error, union, errors)),
  );
  const told = kept.length > 0 ? kept : errors.filter(({ keyword }) => keyword !== 'if');
  return [...new Map(told.reverse().map((error) => [keyOf(error), error])).values()].reverse();
}

/** A branch of a union that wants another type, while a branch of the value's own type has something to say. */
function isOfAnotherType(error: ErrorObject, union: ErrorObject, errors: readonly ErrorObject[]): boolean {
  const about = (candidate: ErrorObject) => !COMBINING.includes(candidate.keyword) && candidate.keyword !== 'type';
  return (
    error.keyword === 'type' &&
    error.instancePath === union.instancePath &&
    errors.some((other) => about(other) && other.instancePath.startsWith(union.instancePath))
  );
}

function keyOf(error: ErrorObject): string {
  const { missingProperty = '' } = error.params as Record<string, string | undefined>;
  return `${error.instancePath}#${unknownKey(error) ?? missingProperty}`;
}

/** Schema paths of a union's branches, except that of which the value satisfies most. */
function notMeant(union: ErrorObject, errors: readonly ErrorObject[]): string[] {
  const branches = new Map<string, number>();
  for (const { schemaPath, instancePath, keyword } of errors) {
    const [, branch] = new RegExp(`^(${escape(union.schemaPath)}/\\d+/)`).exec(schemaPath) ?? [];
    if (branch === undefined || !instancePath.startsWith(union.instancePath)) continue;
    // A value of another type than the branch wants was not meant for it.
    const far = keyword === 'type' && instancePath === union.instancePath ? 1000 : 1;
    branches.set(branch, (branches.get(branch) ?? 0) + far);
  }
  const [best] = [...branches].sort(([, one], [, other]) => one - other)[0] ?? [];
  return [...branches.keys()].filter((branch) => branch !== best);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

export function unknownKey(error: ErrorObject): string | undefined {
  const { unevaluatedProperty, additionalProperty } = error.params as Record<string, string | undefined>;
  return unevaluatedProperty ?? additionalProperty;
}

/** @param whole what the schema is of, in words */
export function explain(error: ErrorObject, whole: string): Wrong {
  const at = error.instancePath === '' ? whole : `'${error.instancePath.slice(1)}'`;
  const key = unknownKey(error);
  if (key !== undefined) {
    const keys = Object.keys((error.parentSchema?.properties ?? {}) as object);
    return { message: `unknown key '${brief(key)}' in ${at}`, remedy: suggest(key, keys) };
  }
  if (error.keyword === 'required') {
    const { missingProperty } = error.params as { missingProperty: string };
    return { message: `${at} lacks the key '${missingProperty}'`, remedy: `Add ${missingProperty}` };
  }
  if (error.keyword === 'enum') {
    const allowed = (error.params as { allowedValues: unknown[] }).allowedValues.map(String);
    return { message: `${at} is ${shown(error.data)}`, remedy: suggest(String(error.data), allowed) };
  }
  if (error.keyword === 'const') {
    const { allowedValue } = error.params as { allowedValue: unknown };
    return { message: `${at} is ${shown(error.data)}`, remedy: `Write ${shown(allowedValue)}` };
  }
  return { message: `${at} is ${shown(error.data)}`, remedy: `Correct it: it ${error.message ?? 'is not valid'}` };
}

const LONGEST = 60;

/** A value in words: a list or an object is not printed, whatever it holds. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value !== null && typeof value === 'object') return `an object with ${brief(Object.keys(value).join(', '))}`;
  return brief(JSON.stringify(value) ?? 'nothing');
}

function brief(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}
