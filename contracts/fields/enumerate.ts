/** Every field that a JSON Schema of the standard names, as paths: `schema[].properties[].unique`. */
import { ODCS_SCHEMAS, ODCS_VERSIONS, type OdcsVersion } from './schemas';

export interface SchemaNode {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, SchemaNode | boolean>>;
  readonly items?: SchemaNode;
  readonly allOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly then?: SchemaNode;
  readonly else?: SchemaNode;
  readonly [keyword: string]: unknown;
}

/** A column's own columns have the fields of a column: they are not listed again. */
const NESTED_COLUMNS = new Set(['properties', 'items', 'map']);

/** @returns path to the versions of the standard that have it, in the order of the newest schema */
export function odcsFields(): ReadonlyMap<string, readonly OdcsVersion[]> {
  const found = new Map<string, OdcsVersion[]>();
  for (const version of [...ODCS_VERSIONS].reverse()) {
    for (const path of fieldsOf(version).keys()) found.set(path, [version, ...(found.get(path) ?? [])]);
  }
  return found;
}

const known = new Map<OdcsVersion, ReadonlyMap<string, SchemaNode>>();

/** Path to the schema of the field. */
export function fieldsOf(version: OdcsVersion): ReadonlyMap<string, SchemaNode> {
  const before = known.get(version);
  if (before !== undefined) return before;
  const found = new Map<string, SchemaNode>();
  const root = ODCS_SCHEMAS[version] as SchemaNode;
  walk(root, root, '', found);
  known.set(version, found);
  return found;
}

function walk(root: SchemaNode, node: SchemaNode, path: string, found: Map<string, SchemaNode>): void {
  if (node.$ref !== undefined) walk(root, resolve(root, node.$ref), path, found);
  for (const [name, child] of Object.entries(node.properties ?? {})) {
    // A constant is the condition of an `if`, not a field.
    if (typeof child === 'boolean' || 'const' in child) continue;
    const at = path === '' ? name : `${path}.${name}`;
    if (!found.has(at)) found.set(at, child);
    if (!(path === COLUMN && NESTED_COLUMNS.has(name))) walk(root, child, at, found);
  }
  for (const part of [...(node.allOf ?? []), ...(node.anyOf ?? []), ...(node.oneOf ?? [])]) {
    walk(root, part, path, found);
  }
  for (const part of [node.then, node.else]) if (part !== undefined) walk(root, part, path, found);
  if (node.items !== undefined) walk(root, node.items, `${path}[]`, found);
}

const COLUMN = 'schema[].properties[]';

export function resolve(root: SchemaNode, reference: string): SchemaNode {
  return reference
    .split('/')
    .slice(1)
    .reduce<SchemaNode>((node, key) => node[key] as SchemaNode, root);
}

/** The path of a place in a document: positions in lists become `[]`. */
export function fieldAt(path: readonly (string | number)[]): string {
  return path
    .map((part) => (typeof part === 'number' ? '[]' : `.${part}`))
    .join('')
    .slice(1);
}
