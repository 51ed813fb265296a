import { styleText } from 'node:util';
import { visible } from '../shared/visible';

/** Where a command writes: results to standard output, everything about their making to standard error. */
export interface Terminal {
  /** Whether standard error is a screen, on which a line can be overwritten. */
  readonly interactive: boolean;
  result(text: string): void;
  note(text: string): void;
  /** Clears the line that stands on the screen; does nothing where there is none. */
  clearLine(): void;
}

const CLEAR_LINE = '\r\u001b[2K';

/** A reader that has seen enough (`| head`) is no error of ours: the command ends as if nothing had happened. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
  }
  const interactive = process.stderr.isTTY;
  // Asks TERM, NO_COLOR and FORCE_COLOR, as other programs do; a file has no colours.
  const colours = interactive && process.stderr.hasColors();
  return {
    interactive,
    result: (text) => process.stdout.write(text),
    note: (text) => process.stderr.write(colours ? inColours(text) : text),
    clearLine: () => {
      if (interactive) process.stderr.write(CLEAR_LINE);
    },
  };
}

/** The words by which an eye finds what went wrong and what to do; exported for its test. */
export function inColours(text: string): string {
  return text.replace(/^(error|remedy):/gm, (label) =>
    styleText(label === 'error:' ? 'red' : 'green', label, { validateStream: false }),
  );
}

/**
 * The terminal, to which texts only show. Some of what contracts, data and services say may have been written to move the
 * cursor, to hide a line or to set the window's title.
 */
export function withoutControls(terminal: Terminal): Terminal {
  return {
    interactive: terminal.interactive,
    result: (text) => {
      terminal.result(visible(text));
    },
    note: (text) => {
      terminal.note(visible(text));
    },
    clearLine: () => {
      terminal.clearLine();
    },
  };
}
