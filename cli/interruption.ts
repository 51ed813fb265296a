import { constants } from 'node:os';
import { Progress } from './progress';
import type { Terminal } from './terminal';

/** Shells report a process that a signal ended as 128 and its number. */
const SIGNALLED = 128;

/**
 * Ends the process when somebody interrupts it, saying how far it came. What it started ends with it: the engine at the latest
 * when its standard input closes, and every write of the lake is one commit or one rename.
 */
export function endWhenInterrupted({ note, clearLine }: Terminal, args: readonly string[]): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      const at = Progress.whereabouts();
      clearLine();
      note(
        `interrupted (${signal})${at === undefined ? '' : ` at ${at}`}\n` +
          'What was finished stands whole; what was not is as it was before.\n' +
          `remedy: Run \`npx medallion ${args.join(' ')}\` again: it does what is left.\n` +
          'code: interrupted\n',
      );
      process.exit(SIGNALLED + constants.signals[signal]);
    });
  }
}
