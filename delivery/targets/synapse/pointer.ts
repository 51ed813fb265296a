import { POINTER_BLOB } from '../../../contracts/release-layout';
import { PointerMoved } from '../../pointer-moved';
import { parseState, serializeState } from '../../pointer-state';
import type { PointerState, ReleasePointer, VersionedPointer } from '../../target';
import type { Blobs } from './blobs';

/** One blob a state that has passed; the present one is the pointer itself. */
const PASSED = 'promotions/';
/** As wide as nobody will promote: names sort as numbers do. */
const DIGITS = 8;
const REMEDY = 'Restore an earlier version of the blob (soft delete keeps it), or promote a release after deleting it.';

/**
 * The pointer as one blob, moved by one conditional write. The state it leaves is kept before it is left, so that the
 * history has no gap whenever the promoter dies.
 */
export class BlobReleasePointer implements ReleasePointer {
  constructor(
    private readonly target: string,
    private readonly blobs: () => Blobs,
  ) {}

  async read(): Promise<VersionedPointer | undefined> {
    const found = await this.blobs().read(POINTER_BLOB);
    if (found === undefined) return undefined;
    return { state: parseState(text(found.bytes), POINTER_BLOB, REMEDY), etag: found.etag };
  }

  async write(next: PointerState, expected: string | undefined): Promise<void> {
    const blobs = this.blobs();
    const content = Buffer.from(serializeState(next));
    if (expected !== undefined) await this.keepPassed(blobs, expected);
    const moved =
      expected === undefined
        ? await blobs.create(POINTER_BLOB, content, JSON_TYPE)
        : await blobs.replace(POINTER_BLOB, content, JSON_TYPE, expected);
    if (moved) return;
    const now = (await this.read())?.state;
    // An answer that was lost on its way leaves our own state behind.
    if (now !== undefined && serializeState(now) === serializeState(next)) return;
    throw new PointerMoved(this.target, now?.release);
  }

  async history(): Promise<readonly PointerState[]> {
    const blobs = this.blobs();
    const present = (await this.read())?.state;
    const names = [...(await blobs.list(PASSED)).keys()].filter((name) => name.endsWith('.json')).sort();
    const passed = await Promise.all(
      names.map(async (name) => {
        const found = await blobs.read(name);
        return found === undefined ? [] : [parseState(text(found.bytes), name, REMEDY)];
      }),
    );
    const states = [...passed.flat(), ...(present === undefined ? [] : [present])];
    const bySequence = new Map(states.map((state) => [state.sequence, state]));
    return [...bySequence.values()].sort((one, other) => other.sequence - one.sequence);
  }

  /** @throws PointerMoved when the pointer is not the one the caller saw */
  private async keepPassed(blobs: Blobs, expected: string): Promise<void> {
    const seen = await this.read();
    if (seen?.etag !== expected) throw new PointerMoved(this.target, seen?.state.release);
    const name = `${PASSED}${String(seen.state.sequence).padStart(DIGITS, '0')}.json`;
    await blobs.create(name, Buffer.from(serializeState(seen.state)), JSON_TYPE);
  }
}

const JSON_TYPE = 'application/json';

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
