import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFile, replaceFile } from '../../files';
import { PointerMoved } from '../../pointer-moved';
import { parseState, serializeState } from '../../pointer-state';
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
    const newest = this.names().at(-1);
    return newest === undefined ? undefined : { state: this.state(newest), etag: newest };
  }

  async write(next: PointerState, expected: string | undefined): Promise<void> {
    const text = serializeState(next);
    const name = `${String(next.sequence).padStart(DIGITS, '0')}.json`;
    if (this.names().at(-1) !== expected || !createFile(join(this.promotions, name), text)) {
      throw new PointerMoved(this.target, (await this.read())?.state.release);
    }
    // Another promotion may have come in between: what is shown is the newest, whoever writes last.
    const newest = await this.read();
    replaceFile(this.current, serializeState(newest?.state ?? next));
  }

  async history(): Promise<readonly PointerState[]> {
    return this.names()
      .map((name) => this.state(name))
      .reverse();
  }

  private state(name: string): PointerState {
    const file = join(this.promotions, name);
    return parseState(readFileSync(file, 'utf8'), file, 'Delete the file: the promotion before it is active then.');
  }

  private names(): readonly string[] {
    if (!existsSync(this.promotions)) return [];
    return readdirSync(this.promotions)
      .filter((name) => PROMOTION.test(name))
      .sort();
  }
}
