import type { PointerState, Target, VersionedPointer } from './target';

export interface Promotion {
  readonly changed: boolean;
  readonly state: PointerState;
}

/**
 * Makes a published release the active one.
 *
 * @throws UserError when it is not published, or was changed since
 * @throws PointerMoved when somebody else promoted at the same time
 */
export async function promote(target: Target, release: string): Promise<Promotion> {
  return movePointer(target, await target.pointer.read(), release);
}

/** As {@link promote}, from a state the caller has judged: it fails when that state has passed. */
export async function movePointer(
  target: Target,
  seen: VersionedPointer | undefined,
  release: string,
): Promise<Promotion> {
  await target.releases.manifest(release);
  if (seen?.state.release === release) return { changed: false, state: seen.state };
  const state: PointerState = {
    release,
    previous: seen?.state.release ?? null,
    sequence: (seen?.state.sequence ?? 0) + 1,
  };
  await target.pointer.write(state, seen?.etag);
  return { changed: true, state };
}
