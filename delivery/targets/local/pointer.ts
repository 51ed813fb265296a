import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../contracts/errors';
import { createFile, replaceFile } from '../../files';
import { PointerMoved } from '../../pointer-moved';
import { isReleaseId } from '../../release';
import type { PointerState, ReleasePointer, VersionedPointer } from '../../target';

/** As wide as nobody will promote: names sort as numbers do. */
const DIGITS = 8;
const PROMOTION = /^\d{8}\.json$/;

/**
 * The pointer as one file a promotion, numbered without a gap; the newest decides. Creating the next number is the
 * conditional write: the file system lets one process only do it, without a lock that a killed process would leave behind.
 * `current.json` shows the newest to people and tools.
 */
export class LocalReleasePointer implements ReleasePointer {
  constructor(
    private readonly target: string,
    private readonly promotions: string,
    private readonly current: string,
  ) {}

  async read(): Promise<VersionedPointer | undefined> {
    const newest = this.newest();
    if (newest === undefined) return undefined;
    return { state: parseState(join(this.promotions, newest)), etag: newest };
  }

  async write(next: PointerState, expected: string | undefined): Promise<void> {
    const text = `${JSON.stringify(next, null, 2)}\n`;
    const name = `${String(next.sequence).padStart(DIGITS, '0')}.json`;
    if (this.newest() !== expected || !createFile(join(this.promotions, name), text)) {
      throw new PointerMoved(this.target, (await this.read())?.state.release);
    }
    replaceFile(this.current, text);
  }

  private newest(): string | undefined {
    if (!existsSync(this.promotions)) return undefined;
    return readdirSync(this.promotions)
      .filter((name) => PROMOTION.test(name))
      .sort()
      .at(-1);
  }
}

function parseState(file: string): PointerState {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (isState(value)) return value;
  throw new UserError(`${file} is not a release pointer`, 'Delete the file: the promotion before it is active then.');
}

function isState(value: unknown): value is PointerState {
  if (typeof value !== 'object' || value === null) return false;
  const { release, previous, sequence } = value as Record<keyof PointerState, unknown>;
  return (
    typeof release === 'string' &&
    isReleaseId(release) &&
    (previous === null || typeof previous === 'string') &&
    typeof sequence === 'number'
  );
}
