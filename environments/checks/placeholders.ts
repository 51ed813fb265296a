import type { Environment } from '../settings/environment';

export interface Placeholder {
  /** Place in the environment, as `access.engineers.objectId`. */
  readonly path: string;
  readonly value: string;
}

/** Values that are there to be replaced: readable GUIDs, and what RFC 5737 and RFC 2606 reserve for documents. */
const EXAMPLES: readonly RegExp[] = [
  /^0{8}-0000-4000-8000-[0-9a-f]{12}$/i,
  /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+(\/\d+)?$/,
  /@([\w-]+\.)*example\.(com|net|org)$/,
];

/** What an environment still takes over from the example: it can be synthesized with it, and never deployed. */
export function placeholdersIn(environment: Environment): readonly Placeholder[] {
  return within(environment, '');
}

function within(value: unknown, path: string): readonly Placeholder[] {
  if (typeof value === 'string') return EXAMPLES.some((example) => example.test(value)) ? [{ path, value }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => within(inner, path === '' ? key : `${path}.${key}`));
}
