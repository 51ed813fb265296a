import { isJsonArray, isJsonObject, type Json } from '../shared/json';
import type { StackResource } from '../synthesized/stack';
import type { ArgumentChange } from './values';
import { replaces } from '../synthesized/replacement';
import { read } from '../synthesized/values';

/** What Terraform knows only after it has made the new resource. */
export const KNOWN_LATER = '(known after apply)';

/** What is said of a list instead of all that stands in it. */
const AS_IT_IS = '(as it is)';

/** Read by Terraform itself, and compared with nothing. */
const META = new Set(['lifecycle', 'depends_on', 'provider', 'connection', 'provisioner', 'count', 'for_each', '//']);

/**
 * Arguments of `resource` that Terraform cannot know before it has replaced one of `replaced`. Where not knowing one replaces
 * `resource` too, a container goes with its account and a pool with its workspace; else it is updated in place, as a
 * workspace is whose key is made anew.
 */
export function drawnAlong(resource: StackResource, replaced: ReadonlyMap<string, StackResource>): ArgumentChange[] {
  const ignored = ignoredBy(resource);
  if (ignored === 'all') return [];
  return Object.entries(resource.body).flatMap(([path, value]) => {
    if (META.has(path) || ignored.includes(path)) return [];
    const unknown = referencesIn(value).some((reference) => isKnownLater(reference, replaced));
    if (!unknown) return [];
    const before = typeof value === 'string' ? value : AS_IT_IS;
    return [{ path, before, after: KNOWN_LATER, replaces: replaces(resource.type, path, value, KNOWN_LATER) }];
  });
}

/** Arguments that Terraform leaves as they are, by their first word. */
function ignoredBy({ body }: StackResource): 'all' | readonly string[] {
  const ignored = read(body, 'lifecycle', 'ignore_changes');
  if (ignored.kind !== 'literal') return [];
  return isJsonArray(ignored.value) ? ignored.value.map(String) : 'all';
}

interface Attribute {
  readonly address: string;
  /** `id`, or `identity` and `principal_id`. */
  readonly steps: readonly string[];
}

/** An argument that the configuration gives, such as a name, stays what it is; all else comes with the new resource. */
function isKnownLater({ address, steps }: Attribute, replaced: ReadonlyMap<string, StackResource>): boolean {
  const target = replaced.get(address);
  if (target === undefined) return false;
  const given = steps.reduce<Json | undefined>((value, step) => {
    const block = isJsonArray(value) ? value[0] : value;
    return isJsonObject(block) ? block[step] : undefined;
  }, target.body);
  return given === undefined;
}

const ATTRIBUTE = /(?<![\w.-])([a-z][a-z0-9_]*\.[A-Za-z0-9_-]+)((?:\[[^\]]*\]|\.[A-Za-z0-9_]+)+)/g;

/** All that the expressions of a value name, inside of functions too. */
function referencesIn(value: Json): readonly Attribute[] {
  if (isJsonArray(value)) return value.flatMap(referencesIn);
  if (isJsonObject(value)) return Object.values(value).flatMap(referencesIn);
  if (typeof value !== 'string') return [];
  const expressions = [...value.matchAll(/\$\{([^}]*)\}/g)].map(([, expression = '']) => expression);
  return expressions.flatMap((expression) =>
    [...expression.matchAll(ATTRIBUTE)].map(([, address = '', path = '']) => ({
      address,
      steps: [...path.matchAll(/\.([A-Za-z_][A-Za-z0-9_]*)/g)].map(([, step = '']) => step),
    })),
  );
}

/** Addresses whose change or replacement replaces a resource: `lifecycle.replace_triggered_by`. */
export function triggersOf({ body }: StackResource): readonly string[] {
  const triggers = read(body, 'lifecycle', 'replace_triggered_by');
  if (triggers.kind !== 'literal' || !isJsonArray(triggers.value)) return [];
  return triggers.value.map(
    (trigger) => /^(?:\$\{)?([a-z][a-z0-9_]*\.[A-Za-z0-9_-]+)/.exec(String(trigger))?.[1] ?? '',
  );
}
