/** The shape of a contract, judged by the standard's own schema. */
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2019';
import { suggest } from '../shared/suggest';
import type { ContractDocument, ValuePath } from './document';
import { fieldAt, fieldsOf } from './fields/enumerate';
import { ODCS_SCHEMAS, odcsVersion, type OdcsVersion } from './fields/schemas';
import { successorOf } from './older-rules';
import { ajv, explain, tellingErrors, unknownKey } from './value-schema';

const validators = new Map<OdcsVersion, ValidateFunction>();

/**
 * Checks the shape against the version of the standard that the contract names, and reports into the document. What is
 * wrong is taken out of the content, so that the rest can be judged in the same pass.
 *
 * @returns whether enough is left to read a table
 */
export function checkShape(document: ContractDocument): boolean {
  const { content } = document;
  if (content === null || typeof content !== 'object' || Array.isArray(content)) {
    document.report(
      'contract-missing',
      [],
      'the file holds no contract',
      'Write a YAML object with apiVersion, kind, id, version and status',
    );
    return false;
  }
  const given = (content as { apiVersion?: unknown }).apiVersion;
  const version = odcsVersion(given);
  if (version === undefined) {
    const said = given === undefined ? 'the contract has no apiVersion' : `apiVersion is '${String(given)}'`;
    document.report('version-unknown', ['apiVersion'], said, 'Write v3.2.0, v3.1.0 or v3.0.2');
    return false;
  }
  const validate = validators.get(version) ?? ajv.compile(ODCS_SCHEMAS[version]);
  validators.set(version, validate);
  if (validate(content)) return true;
  const faults = (validate.errors ?? []).map((error) => ({ error, path: placeOf(error, content) }));
  // The standard closes an element over several definitions: where one of them fails, its sound keys seem unknown too.
  const real = faults.filter(
    ({ error, path }) => unknownKey(error) === undefined || !fieldsOf(version).has(fieldAt(path)),
  );
  const told = tellingErrors(real.map(({ error }) => error));
  for (const error of told) {
    const path = placeOf(error, content);
    const { message, remedy } = inWords(error, path, version);
    document.report(unknownKey(error) === undefined ? 'value-invalid' : 'unknown-key', path, message, remedy);
  }
  for (const error of told) takeOut(content, placeOf(error, content), error.keyword === 'required');
  return Array.isArray((content as { schema?: unknown }).schema);
}

function inWords(error: ErrorObject, path: ValuePath, version: OdcsVersion): { message: string; remedy: string } {
  const { missingProperty } = error.params as { missingProperty?: string };
  const { rule } = (error.data ?? {}) as { rule?: unknown };
  if (missingProperty === 'metric' && typeof rule === 'string') {
    const successor = successorOf(rule);
    const message = `rule '${rule}' is of an older version of the standard`;
    return { message, remedy: successor === undefined ? 'Use a metric, see docs/contracts.md' : `Write ${successor}` };
  }
  const passed = (error.params as { passingSchemas?: unknown }).passingSchemas;
  if (error.keyword === 'oneOf' && Array.isArray(passed)) {
    return {
      message: `'${error.instancePath.slice(1)}' has more than one limit`,
      remedy: 'Keep one mustBe..., or write two rules',
    };
  }
  if (unknownKey(error) === undefined) return explain(error, 'the contract');
  const parent = fieldAt(path.slice(0, -1));
  const siblings = [...fieldsOf(version).keys()].filter((field) => field.slice(0, field.lastIndexOf('.')) === parent);
  const top = [...fieldsOf(version).keys()].filter((field) => !field.includes('.'));
  const { message } = explain(error, 'the contract');
  const known = (parent === '' ? top : siblings).map((field) => field.slice(field.lastIndexOf('.') + 1));
  return { message, remedy: suggest(path.at(-1)?.toString() ?? '', known) };
}

/** The place of the fault; of an unknown key that of the key. Numbers are positions only in lists. */
function placeOf(error: ErrorObject, content: unknown): ValuePath {
  const key = unknownKey(error);
  const path: (string | number)[] = [];
  let value = content;
  for (const part of error.instancePath.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const step = Array.isArray(value) ? Number(name) : name;
    path.push(step);
    value = (value as Record<string | number, unknown> | undefined)?.[step];
  }
  return key === undefined ? path : [...path, key];
}

/** Removes the value at `path`; of an element that lacks a key nothing, unless it cannot do without. */
function takeOut(content: unknown, path: ValuePath, lacksKey: boolean): void {
  if (lacksKey || path.length === 0) return;
  let parent = content;
  for (const part of path.slice(0, -1)) {
    if (parent === null || typeof parent !== 'object') return;
    parent = (parent as Record<string | number, unknown>)[part];
  }
  const last = path.at(-1);
  if (last === undefined || parent === null || typeof parent !== 'object') return;
  // A list keeps its length, so that the places of the others stay true.
  if (Array.isArray(parent)) parent[Number(last)] = undefined;
  else Reflect.deleteProperty(parent, last);
}
