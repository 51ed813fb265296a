import type { ArgumentChange } from './values';
import type { StackResource, SynthesizedStack } from '../synthesized/stack';
import { replaces } from '../synthesized/replacement';
import { lossOf } from '../synthesized/stateful';
import { read, sameValue } from '../synthesized/values';
import { cascaded } from './cascaded';
import { blockedByLocks } from './blocked';
import type { ChangeKind, ResourceChange } from './resource-change';
import { diffParts, type PartChange } from './part-diff';
import { differences } from './values';

export interface StackDiff {
  readonly stack: string;
  readonly environment: string;
  /** Worst first: data loss, then by kind, then by address. */
  readonly changes: readonly ResourceChange[];
  /** Providers, backend, modules, variables, outputs and the like: a loss first, then a risk. */
  readonly parts: readonly PartChange[];
}

/**
 * What Terraform would do when it goes from one synthesis to another, as far as the two tell.
 *
 * @returns one entry a stack of either side, in the order of `after`, then those that are gone; unchanged stacks have no changes
 */
export function diffStacks(
  before: readonly SynthesizedStack[],
  after: readonly SynthesizedStack[],
): readonly StackDiff[] {
  const gone = before.filter(({ name }) => !after.some((stack) => stack.name === name));
  return [...after, ...gone].map(({ name, environment }) => {
    const source = before.find((stack) => stack.name === name);
    const target = after.find((stack) => stack.name === name);
    const changes = diffResources(source?.resources ?? [], target?.resources ?? [], target?.moves ?? []);
    const parts = diffParts(source, target);
    return {
      stack: name,
      environment,
      changes: blockedByLocks(
        source,
        changes.map((change) => forgotten(change, target)),
      ),
      parts,
    };
  });
}

/** A resource that a `removed` block without `destroy` takes out of the state is not destroyed. */
function forgotten(change: ResourceChange, target: SynthesizedStack | undefined): ResourceChange {
  const block = target?.parts.find(({ address }) => address === `removed.${change.address}`);
  if (change.kind !== 'removed' || block === undefined) return change;
  const destroy = read(block.body, 'lifecycle', 'destroy');
  if (destroy.kind !== 'literal' || !sameValue(destroy.value, false)) return change;
  const { type, address, path } = change;
  return { kind: 'forgotten', type, address, path, arguments: [] };
}

type Moves = SynthesizedStack['moves'];

function diffResources(
  before: readonly StackResource[],
  after: readonly StackResource[],
  moves: Moves,
): ResourceChange[] {
  const left = new Map(before.map((resource) => [resource.address, resource]));
  const right = new Map(after.map((resource) => [resource.address, resource]));
  const changes: ResourceChange[] = [];
  const arrived = new Set<string>();
  for (const old of before) {
    if (right.has(old.address)) continue;
    const declared = right.get(moves.find(({ from }) => from === old.address)?.to ?? '');
    const target =
      declared ??
      after.find(
        (candidate) => !left.has(candidate.address) && !arrived.has(candidate.address) && isSame(old, candidate),
      );
    if (target === undefined) {
      changes.push(withLoss({ kind: 'removed', type: old.type, address: old.address, path: old.path, arguments: [] }));
      continue;
    }
    arrived.add(target.address);
    const changed = changedArguments(old, target);
    // Without a moved block Terraform knows nothing of the move: it destroys the one and creates the other.
    const kind = declared === undefined || changed.some((argument) => argument.replaces) ? 'replaced' : 'moved';
    changes.push(
      withLoss({
        kind,
        type: old.type,
        address: target.address,
        path: target.path,
        from: old.address,
        arguments: changed,
      }),
    );
  }
  for (const next of after) {
    const old = left.get(next.address);
    const common = { type: next.type, address: next.address, path: next.path };
    if (old === undefined) {
      if (!arrived.has(next.address)) changes.push({ kind: 'added', ...common, arguments: [] });
      continue;
    }
    const changed = changedArguments(old, next);
    if (changed.length === 0) continue;
    const kind = changed.some((argument) => argument.replaces) ? 'replaced' : 'changed';
    changes.push(withLoss({ kind, ...common, arguments: changed }));
  }
  return cascaded(changes, after).map(withLoss).sort(worstFirst);
}

function isSame(one: StackResource, other: StackResource): boolean {
  return one.type === other.type && differences(one.body, other.body).length === 0;
}

function changedArguments(before: StackResource, after: StackResource): ArgumentChange[] {
  return differences(before.body, after.body).map(({ path, before: old, after: next }) => ({
    path,
    ...(old === undefined ? {} : { before: old }),
    ...(next === undefined ? {} : { after: next }),
    replaces: replaces(after.type, path, old, next),
  }));
}

function withLoss(change: ResourceChange): ResourceChange {
  const loses = change.kind === 'removed' || change.kind === 'replaced' ? lossOf(change.type) : undefined;
  return loses === undefined ? change : { ...change, loses };
}

const KIND_ORDER: readonly ChangeKind[] = ['removed', 'replaced', 'forgotten', 'moved', 'changed', 'added'];

function worstFirst(one: ResourceChange, other: ResourceChange): number {
  return (
    Number(other.loses !== undefined) - Number(one.loses !== undefined) ||
    KIND_ORDER.indexOf(one.kind) - KIND_ORDER.indexOf(other.kind) ||
    (one.address < other.address ? -1 : 1)
  );
}
