import { LOCKED_FOR_DATA } from '../azure/locks';
import { belowLock } from '../synthesized/below-lock';
import { follow } from '../synthesized/references';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../synthesized/stack';
import type { ChangeKind, ResourceChange } from './resource-change';

const DELETES: readonly ChangeKind[] = ['removed', 'replaced'];

/**
 * Marks each planned deletion that a lock stops: it lies below a CanNotDelete lock of the deployed side, and the lock itself
 * neither goes nor is replaced in the same deployment.
 */
export function blockedByLocks(
  before: SynthesizedStack | undefined,
  changes: readonly ResourceChange[],
): readonly ResourceChange[] {
  if (before === undefined) return changes;
  const deleted = new Set(
    changes.filter(({ kind }) => DELETES.includes(kind)).map(({ from, address }) => from ?? address),
  );
  const locks = resourcesOfType(before, 'azurerm_management_lock').filter(
    ({ body, address }) => body['lock_level'] === 'CanNotDelete' && !deleted.has(address),
  );
  const lockOf = new Map(
    locks.flatMap((lock) => held(before, lock).map((address) => [address, lock.address] as const)),
  );
  return changes.map((change) => {
    const lock = lockOf.get(change.from ?? change.address);
    return lock === undefined || !DELETES.includes(change.kind) ? change : { ...change, blockedBy: lock };
  });
}

/** The locked resource and what lies below it; of a group, everything that is placed in it. */
function held(stack: SynthesizedStack, lock: StackResource): readonly string[] {
  const locked = follow(stack, lock.body['scope']);
  if (locked === undefined) return [];
  const own = [locked.address, ...belowLock(locked.address, stack.resources).map(({ address }) => address)];
  if (LOCKED_FOR_DATA.some((type) => type === locked.type)) return own;
  const inside = stack.resources.filter(
    ({ body }) =>
      follow(stack, body['resource_group_name']) === locked || follow(stack, body['synapse_workspace_id']) === locked,
  );
  return [
    ...own,
    ...inside.flatMap(({ address }) => [address, ...belowLock(address, stack.resources).map((below) => below.address)]),
  ];
}
