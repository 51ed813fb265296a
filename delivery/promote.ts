import { nextState } from './pointer-state';
import type { Change, PointerState, DeliveryTarget, VersionedPointer } from './target';

export interface Promotion {
  readonly changed: boolean;
  readonly state: PointerState;
  /** What was changed beside the pointer. */
  readonly changes: readonly Change[];
}

/**
 * Makes a published release the active one.
 *
 * @throws UserError when it is not published, or was changed since
 * @throws PointerMoved when somebody else promoted at the same time
 */
export async function promote(target: DeliveryTarget, release: string): Promise<Promotion> {
  return movePointer(target, await target.pointer.read(), release);
}

/**
 * As {@link promote}, from a state the caller has judged: it fails when that state has passed.
 *
 * What the release needs is made first, the pointer is moved in one write, and what only other releases needed is taken
 * away last: killed anywhere, the active release is whole, and the same call again completes the rest.
 */
export async function movePointer(
  target: DeliveryTarget,
  seen: VersionedPointer | undefined,
  release: string,
): Promise<Promotion> {
  await target.releases.manifest(release);
  if (seen?.state.release === release && (await target.surroundings.plan(release)).length === 0) {
    return { changed: false, state: seen.state, changes: [] };
  }
  return target.exclusively(async () => {
    const made = await target.surroundings.ensure(release);
    const changed = seen?.state.release !== release;
    const state = changed ? nextState(release, seen?.state) : seen.state;
    if (changed) await target.pointer.write(state, seen?.etag);
    const removed = await target.surroundings.prune(release);
    return { changed, state, changes: [...made, ...removed] };
  });
}
