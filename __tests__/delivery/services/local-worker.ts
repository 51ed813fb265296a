/** One of several processes that deliver to the same local home at the same time; see `concurrency.test.ts`. */
import { backUp } from '../../../delivery/recovery';
import { packageRelease } from '../../../delivery/package';
import { PointerMoved } from '../../../delivery/pointer-moved';
import { promote } from '../../../delivery/promote';
import { publish } from '../../../delivery/publish';
import { rollback } from '../../../delivery/rollback';
import { localLayout } from '../../../delivery/targets/local/layout';
import { LocalTarget } from '../../../delivery/targets/local/local-target';
import { readVerified } from '../../../delivery/verify';

export interface Order {
  readonly home: string;
  /** A script that stands for the engine. */
  readonly engine: string;
  readonly repository: string;
  /** Folders of two packaged releases, between which the pointer goes back and forth. */
  readonly releases: readonly [string, string];
  readonly rounds: number;
}

/** Prints `<command> done` or `<command> moved`; anything else that fails ends the process with its stack. */
export async function work({ home, engine, repository, releases, rounds }: Order): Promise<void> {
  const target = new LocalTarget(localLayout(home), () => ({ python: engine, jars: [] }));
  const [older, newer] = releases.map(readVerified);
  if (older === undefined || newer === undefined) throw new Error('two releases are needed');
  const commands: Readonly<Record<string, () => Promise<unknown>>> = {
    package: async () => packageRelease({ repository, packages: localLayout(home).packages }),
    publish: () => publish(target, newer),
    promote: () => promote(target, newer.release.id),
    rollback: () => rollback(target),
    backup: () => backUp(target, { onLog: () => undefined }),
  };
  process.stdout.write('ready\n');
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, command] of Object.entries(commands)) {
      try {
        await command();
        process.stdout.write(`${name} done\n`);
      } catch (error) {
        if (!(error instanceof PointerMoved)) throw error;
        process.stdout.write(`${name} moved\n`);
      }
    }
  }
}
