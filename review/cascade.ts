import { isJsonArray, isJsonObject, type Json } from '../shared/json';
import type { StackResource } from '../synthesized/stack';
import type { ArgumentChange } from './values';
import { replaces } from '../synthesized/replacement';
import { read } from '../synthesized/values';

/** What Terraform knows only after it has made the new resource. */
export const KNOWN_LATER = '(known after apply)';

/**
 * Arguments of `resource` that Terraform cannot know before it has replaced one of `replaced`, where not knowing them replaces
 * `resource` too: a container goes with its account, a pool with its workspace.
 */
export function drawnAlong(resource: StackResource, replaced: ReadonlyMap<string, StackResource>): ArgumentChange[] {
  return Object.entries(resource.body).flatMap(([path, value]) => {
    const unknown = referencesIn(value).some(({ address, attribute }) => {
      const target = replaced.get(address);
      // An argument that the configuration gives, such as a name, stays what it is.
      return target !== undefined && target.body[attribute] === undefined;
    });
    if (!unknown || !replaces(resource.type, path, value, KNOWN_LATER)) return [];
    return [{ path, before: value, after: KNOWN_LATER, replaces: true }];
  });
}

function referencesIn(value: Json): { readonly address: string; readonly attribute: string }[] {
  if (isJsonArray(value)) return value.flatMap(referencesIn);
  if (isJsonObject(value)) return Object.values(value).flatMap(referencesIn);
  if (typeof value !== 'string') return [];
  const found = value.matchAll(/\$\{([a-z][a-z0-9_]*\.[A-Za-z0-9_-]+)\.([a-z0-9_]+)\}/g);
  return [...found].map(([, address = '', attribute = '']) => ({ address, attribute }));
}

/** Arguments of a list that Terraform keeps for itself (`terraform_data`) whose new value it cannot know yet. */
export function unknownInput(resource: StackResource, replaced: ReadonlyMap<string, StackResource>): ArgumentChange[] {
  if (resource.type !== 'terraform_data') return [];
  const input = resource.body['input'];
  const isUnknown = referencesIn(input ?? null).some(
    ({ address, attribute }) =>
      replaced.get(address) !== undefined && replaced.get(address)?.body[attribute] === undefined,
  );
  return isUnknown ? [{ path: 'input', before: '(as it is)', after: KNOWN_LATER, replaces: false }] : [];
}

/** Addresses whose change or replacement replaces a resource: `lifecycle.replace_triggered_by`. */
export function triggersOf({ body }: StackResource): readonly string[] {
  const triggers = read(body, 'lifecycle', 'replace_triggered_by');
  if (triggers.kind !== 'literal' || !isJsonArray(triggers.value)) return [];
  return triggers.value.map(
    (trigger) => /^(?:\$\{)?([a-z][a-z0-9_]*\.[A-Za-z0-9_-]+)/.exec(String(trigger))?.[1] ?? '',
  );
}
