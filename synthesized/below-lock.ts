/** What lies below a lock, and so cannot be deleted while it stands: read from references, as Terraform sees them. */
import { BELOW_A_LOCK, PASSED_THROUGH } from '../azure/locks';
import type { JsonObject } from '../shared/json';
import { replaces } from './replacement';
import { texts } from './values';

export interface Placed {
  readonly type: string;
  readonly address: string;
  readonly body: JsonObject;
}

/** What a resource is placed below: every address that it names. */
const ADDRESS = /\$\{\s*(azurerm_[a-z0-9_]+\.[\w-]+)(?:\[[^\]]*\])?\./g;
/** Arguments by which a resource says where it lies; a grant to an identity is not below the identity. */
const PLACES = /^(?:scope|storage_account_id|key_vault_id|target_resource_id|sql_pool_id|workload_group_id)$/;

/**
 * Everything below the resource at `locked`, at any depth, in alphabetical order.
 *
 * @param resources of the stack, or those of them that can lie below a lock
 */
export function belowLock<Resource extends Placed>(
  locked: string,
  resources: readonly Resource[],
): readonly Resource[] {
  const children = childrenOf(resources);
  const found = new Map<string, Resource>();
  const visit = (address: string): void => {
    for (const child of children.get(address) ?? []) {
      if (found.has(child.address)) continue;
      found.set(child.address, child);
      visit(child.address);
    }
  };
  visit(locked);
  return [...found.values()]
    .filter(({ type }) => type !== PASSED_THROUGH)
    .sort((one, other) => (one.address < other.address ? -1 : 1));
}

/** Whether a resource can lie below a lock. */
export function canLieBelow(type: string): boolean {
  return type === PASSED_THROUGH || BELOW_A_LOCK.some((kind) => kind === type);
}

function childrenOf<Resource extends Placed>(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const children = new Map<string, Resource[]>();
  for (const resource of resources.filter(({ type }) => canLieBelow(type))) {
    for (const parent of parentsOf(resource)) children.set(parent, [...(children.get(parent) ?? []), resource]);
  }
  return children;
}

function parentsOf({ body }: Placed): ReadonlySet<string> {
  const places = Object.entries(body).filter(([argument]) => PLACES.test(argument));
  return new Set(
    places.flatMap(([, value]) =>
      texts(value).flatMap(({ text }) => [...text.matchAll(ADDRESS)].map(([, one]) => one ?? '')),
    ),
  );
}

/** Arguments of a resource that cannot change in place: together with its address they say which resource of Azure it is. */
export function identityOf({ type, body }: Placed): JsonObject {
  return Object.fromEntries(
    Object.entries(body)
      .filter(([argument, value]) => replaces(type, argument, value, undefined))
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}
