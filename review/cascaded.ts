import type { StackResource } from '../synthesized/stack';
import { drawnAlong, triggersOf } from './cascade';
import type { ResourceChange } from './resource-change';
import type { ArgumentChange } from './values';

/**
 * All changes, with those of resources that stand still themselves: a container goes with its account, a list of
 * `terraform_data` is not known before what it names, and a lock goes with the list that it follows.
 */
export function cascaded(
  changes: readonly ResourceChange[],
  after: readonly StackResource[],
): readonly ResourceChange[] {
  const byAddress = new Map(after.map((resource) => [resource.address, resource]));
  const own = new Map(changes.map((change) => [change.address, change]));
  const replaced = new Map<string, StackResource>();
  for (const { kind, address } of changes) {
    const resource = byAddress.get(address);
    if (kind === 'replaced' && resource !== undefined) replaced.set(address, resource);
  }
  for (let grown = true; grown;) {
    grown = false;
    for (const resource of after) {
      const known = own.get(resource.address);
      if (replaced.has(resource.address) || known?.kind === 'added') continue;
      const told = new Set(known?.arguments.map((argument) => argument.path));
      const drawn = drawnAlong(resource, replaced).filter(({ path, replaces }) => replaces || !told.has(path));
      const found = [...drawn, ...triggered(resource, own)];
      if (found.length === 0) continue;
      const { type, address, path } = resource;
      const kind = found.some(({ replaces }) => replaces) ? 'replaced' : (known?.kind ?? 'changed');
      own.set(address, { kind, type, address, path, arguments: [...(known?.arguments ?? []), ...found] });
      if (kind === 'replaced') replaced.set(address, resource);
      grown = true;
    }
  }
  return [...own.values()];
}

/** What Terraform replaces because something it follows changes. Something new is not a change. */
function triggered(resource: StackResource, changes: ReadonlyMap<string, ResourceChange>): readonly ArgumentChange[] {
  const path = 'lifecycle.replace_triggered_by';
  return triggersOf(resource)
    .filter((address) => ['changed', 'replaced'].includes(changes.get(address)?.kind ?? ''))
    .map((address) => ({ path, before: address, after: `${address} (changes)`, replaces: true }));
}
