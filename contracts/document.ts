import Ajv2019, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2019';
import addFormats from 'ajv-formats';
import { isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { Finding } from './findings';
import { suggest } from '../shared/suggest';
import odcsSchema from './schema/odcs-3.1.0.schema.json';

/** Where a value stands: keys and list positions from the top of the file. */
export type ValuePath = readonly (string | number)[];

const KEYS_OF_OBJECTS = new Set(['__proto__', 'constructor', 'prototype']);
/** As many as a large contract may have by hand; a bomb has billions. */
const MOST_ALIASES = 100;

/** A YAML file that knows the line of each of its values. */
export class ContractDocument {
  readonly content: unknown;
  readonly findings: Finding[] = [];
  private readonly lines = new LineCounter();
  private readonly document: Document;

  constructor(
    readonly file: string,
    text: string,
  ) {
    this.document = parseDocument(text, { lineCounter: this.lines });
    for (const { message, pos } of this.document.errors) {
      const line = this.lines.linePos(pos[0]).line;
      this.findings.push({ code: 'yaml-invalid', file, line, message: firstLine(message), remedy: 'Fix the YAML' });
    }
    this.refuseKeysOfObjects();
    this.content = this.findings.length === 0 ? this.values() : undefined;
  }

  /** Keys that every JavaScript object has: a value under one would change what objects are, or vanish. */
  private refuseKeysOfObjects(): void {
    visit(this.document, {
      Pair: (_, { key }) => {
        if (!isScalar(key) || !KEYS_OF_OBJECTS.has(String(key.value))) return;
        const line = this.lines.linePos(key.range?.[0] ?? 0).line;
        const message = `key '${String(key.value)}', which is no word of a contract`;
        this.findings.push({ code: 'forbidden-key', file: this.file, line, message, remedy: 'Remove it' });
      },
    });
  }

  /** Undefined, with a finding, where aliases would unfold to more than a contract can be. */
  private values(): unknown {
    try {
      return this.document.toJS({ maxAliasCount: MOST_ALIASES });
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      let line = 1;
      visit(this.document, {
        Alias: (_, { range }) => {
          line = this.lines.linePos(range?.[0] ?? 0).line;
          return visit.BREAK;
        },
      });
      const message = `aliases that cannot be unfolded (${firstLine(error.message)})`;
      this.findings.push({
        code: 'too-many-aliases',
        file: this.file,
        line,
        message,
        remedy: 'Write the values out, without & and *',
      });
      return undefined;
    }
  }

  /** The line of the value at `path`, or of the nearest parent that stands in the file. */
  lineOf(path: ValuePath): number {
    for (let depth = path.length; depth > 0; depth -= 1) {
      const node = this.document.getIn(path.slice(0, depth), true);
      if (isNode(node) && node.range) return this.lines.linePos(node.range[0]).line;
    }
    return 1;
  }

  report(code: string, path: ValuePath, message: string, remedy: string): void {
    this.findings.push({ code, file: this.file, line: this.lineOf(path), message, remedy });
  }
}

const ajv = addFormats(new Ajv2019({ allErrors: true, strict: false, verbose: true }));
let odcs: ValidateFunction | undefined;

/** Checks the shape against ODCS v3.1.0 and reports into the document. @returns whether the shape is right */
export function checkShape(document: ContractDocument): boolean {
  odcs ??= ajv.compile(odcsSchema);
  if (odcs(document.content)) return true;
  for (const error of mostSpecific(odcs.errors ?? [])) {
    const path = toPath(error.instancePath);
    const { message, remedy } = explain(error);
    const key = unknownKey(error);
    if (key === undefined) document.report('value-invalid', path, message, remedy);
    else document.report('unknown-key', [...path, key], message, remedy);
  }
  return false;
}

/** Checks one value against one JSON Schema. @returns what is wrong, in words, or undefined */
export function checkValue(schema: object, value: unknown): { message: string; remedy: string } | undefined {
  const validate = ajv.compile(schema);
  if (validate(value)) return undefined;
  const [error] = mostSpecific(validate.errors ?? []);
  return error === undefined ? undefined : explain(error);
}

/** Union branches report every branch that did not match: the deepest errors are the ones about what was meant. */
function mostSpecific(errors: readonly ErrorObject[]): ErrorObject[] {
  const concrete = errors.filter(({ keyword }) => !['oneOf', 'anyOf', 'allOf', 'if', 'not'].includes(keyword));
  const unknown = concrete.filter((error) => unknownKey(error) !== undefined);
  const pool = unknown.length > 0 ? unknown : concrete.length > 0 ? concrete : errors;
  const deepest = Math.max(...pool.map(({ instancePath }) => instancePath.length));
  const kept = unknown.length > 0 ? unknown : pool.filter(({ instancePath }) => instancePath.length === deepest);
  return [...new Map(kept.map((error) => [error.instancePath + (unknownKey(error) ?? ''), error])).values()];
}

function unknownKey(error: ErrorObject): string | undefined {
  const { unevaluatedProperty, additionalProperty } = error.params as Record<string, string | undefined>;
  return unevaluatedProperty ?? additionalProperty;
}

function explain(error: ErrorObject): { message: string; remedy: string } {
  const at = error.instancePath === '' ? 'the contract' : `'${error.instancePath.slice(1)}'`;
  const key = unknownKey(error);
  if (key !== undefined) return { message: `unknown key '${key}' in ${at}`, remedy: suggest(key, knownKeys(error)) };
  if (error.keyword === 'enum') {
    const allowed = (error.params as { allowedValues: unknown[] }).allowedValues.map(String);
    return { message: `${at} is ${JSON.stringify(error.data)}`, remedy: suggest(String(error.data), allowed) };
  }
  return { message: `${at} is ${JSON.stringify(error.data)}`, remedy: `It ${error.message ?? 'is not valid'}` };
}

function knownKeys(error: ErrorObject): string[] {
  const own = (error.parentSchema?.properties ?? {}) as Record<string, unknown>;
  return Object.keys(Object.keys(own).length > 0 ? own : allKnownOdcsKeys(error.instancePath));
}

/** The standard spreads the keys of an element over several definitions: gather those that apply at this depth. */
function allKnownOdcsKeys(instancePath: string): Record<string, unknown> {
  const definitions = odcsSchema.$defs;
  const properties = (name: 'SchemaElement' | 'SchemaObject' | 'SchemaBaseProperty') => definitions[name].properties;
  if (/\/properties\/\d+$/.test(instancePath)) {
    return { ...properties('SchemaElement'), ...properties('SchemaBaseProperty') };
  }
  if (/\/schema\/\d+$/.test(instancePath)) return { ...properties('SchemaElement'), ...properties('SchemaObject') };
  return odcsSchema.properties;
}

function toPath(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~')));
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
