import { fieldsOf, resolve, type SchemaNode } from '../../../contracts/fields/enumerate';
import { ODCS_SCHEMAS, type OdcsVersion } from '../../../contracts/fields/schemas';

interface Words {
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly type?: string;
  readonly format?: string;
  readonly required?: readonly string[];
}

/** A value that the standard accepts for a field: the smallest with everything that is required. */
export function sampleOf(version: OdcsVersion, field: string): unknown {
  return sample(ODCS_SCHEMAS[version] as SchemaNode, fieldsOf(version).get(field) ?? {});
}

function sample(root: SchemaNode, node: SchemaNode): unknown {
  if (node.$ref !== undefined) return sample(root, { ...withoutRef(node), ...resolve(root, node.$ref) });
  const { enum: allowed, examples, type, format } = node as Words;
  if (allowed !== undefined) return allowed[0];
  const [choice] = node.oneOf ?? node.anyOf ?? [];
  if (choice !== undefined && type === undefined) return sample(root, choice);
  if (type === 'array') return [sample(root, node.items ?? {})];
  if (type === 'object') return objectOf(root, node);
  if (type === 'boolean') return true;
  if (type === 'number' || type === 'integer') return 1;
  if (format === 'uri') return 'https://example.org/x';
  if (format === 'date') return '2024-01-31';
  if (format === 'date-time') return '2024-01-31T00:00:00Z';
  return typeof examples?.[0] === 'string' ? examples[0] : 'sample';
}

function withoutRef(node: SchemaNode): SchemaNode {
  return Object.fromEntries(Object.entries(node).filter(([key]) => key !== '$ref'));
}

function objectOf(root: SchemaNode, node: SchemaNode): object {
  const { required = [] } = node as Words;
  return Object.fromEntries(
    required.map((key) => {
      const child = node.properties?.[key];
      return [key, child === undefined || typeof child === 'boolean' ? 'sample' : sample(root, child)];
    }),
  );
}

/** Sets a field in a contract; what stands around it is made as the standard wants it. */
export function setField(contract: object, version: OdcsVersion, field: string, value: unknown): void {
  const parts = field.split('.');
  let place = contract as Record<string, unknown>;
  parts.forEach((part, index) => {
    const name = part.replace('[]', '');
    if (index === parts.length - 1) {
      place[name] = part.endsWith('[]') ? [value] : value;
      return;
    }
    const path = parts.slice(0, index + 1).join('.');
    place[name] ??= sampleOf(version, path.replace(/\[\]$/, ''));
    const around = place[name];
    // A field that may be a text or an object is an object here.
    if (Array.isArray(around) && typeof around[0] !== 'object') around[0] = {};
    else if (typeof around !== 'object') place[name] = {};
    place = (Array.isArray(around) ? around[0] : place[name]) as Record<string, unknown>;
  });
}
