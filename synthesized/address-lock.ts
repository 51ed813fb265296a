import type { Json, JsonObject } from '../shared/json';
import { isExpression } from './references';
import type { SynthesizedStack } from './stack';
import { IDENTITY_ARGUMENTS, REPLACEMENT_FACTS, replaces } from './replacement';
import { lossOf } from './stateful';

/** One resource that holds data: where it came from, and what cannot change without making it anew. */
export interface LockedResource {
  /** Construct path when the lock was written. */
  readonly path: string;
  /** Arguments whose change replaces the resource, where they are known before Terraform runs. */
  readonly keeps: JsonObject;
}

/** What holds data in one environment, by stack and by Terraform address. Committed; an entry leaves it by review only. */
export type AddressLock = Readonly<Record<string, Readonly<Record<string, LockedResource>>>>;

export interface LockProblem {
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** The lock of what stands now, in the order of stacks and addresses. */
export function lockOf(stacks: readonly SynthesizedStack[]): AddressLock {
  return Object.fromEntries(
    [...stacks]
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .map(({ name, resources }) => [
        name,
        Object.fromEntries(
          resources
            .filter(({ type }) => lossOf(type) !== undefined)
            .map(({ address, path, type, body }) => [address, { path, keeps: keptArguments(type, body) }] as const)
            .sort(([one], [other]) => (one < other ? -1 : 1)),
        ),
      ])
      .filter(([, locked]) => Object.keys(locked ?? {}).length > 0),
  ) as AddressLock;
}

/**
 * What a deployment of this stack would destroy: a locked address that is gone without a `moved` block to a resource that is
 * there, or one that an argument of its own makes Terraform replace.
 */
export function lockProblems(lock: AddressLock, stack: SynthesizedStack): readonly LockProblem[] {
  const present = new Map(stack.resources.map((resource) => [resource.address, resource]));
  return Object.entries(lock[stack.name] ?? {}).flatMap(([address, { path, keeps }]): readonly LockProblem[] => {
    const move = stack.moves.find(({ from }) => from === address);
    const found = present.get(move?.to ?? address);
    const type = address.split('.')[0] ?? '';
    if (found === undefined) {
      return [
        {
          path,
          message: `${address} is gone; allowed: a resource at that address, or a move from it. Terraform would destroy ${lossOf(type) ?? 'it'}.`,
          remedy: `Keep the construct's path (a level named Default does not count), write the move (recordMove), or release the address after review: npm run lock.`,
        },
      ];
    }
    return Object.entries(keeps).flatMap(([argument, before]) => {
      const after = found.body[argument] ?? null;
      if (isExpression(after) || same(before, after) || !replaces(type, argument, before, after)) return [];
      return [
        {
          path: found.path,
          message: `${argument} of ${found.address} is ${JSON.stringify(after)}; allowed: ${JSON.stringify(before)}. Another value makes Terraform destroy ${lossOf(type) ?? 'it'} and begin anew.`,
          remedy:
            'Take the value back, or copy the data to a new resource first and release the old one after review: npm run lock.',
        },
      ];
    });
  });
}

function keptArguments(type: string, body: JsonObject): JsonObject {
  const listed = REPLACEMENT_FACTS.filter((fact) => fact.type === type).flatMap((fact) => fact.arguments);
  const replication = type === 'azurerm_storage_account' ? ['account_replication_type'] : [];
  const kept = [...new Set([...IDENTITY_ARGUMENTS, ...listed, ...replication])].flatMap((argument) => {
    const value = body[argument];
    return value === undefined || value === null || isExpression(value) ? [] : [[argument, value] as const];
  });
  return Object.fromEntries(kept);
}

function same(one: Json, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
