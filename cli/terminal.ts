/** Where a command writes: results to standard output, everything about their making to standard error. */
export interface Terminal {
  /** Whether standard error is a screen, on which a line can be overwritten. */
  readonly interactive: boolean;
  result(text: string): void;
  note(text: string): void;
}

/** A reader that has seen enough (`| head`) is no error of ours: the command ends as if nothing had happened. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
  }
  return {
    interactive: process.stderr.isTTY,
    result: (text) => process.stdout.write(text),
    note: (text) => process.stderr.write(text),
  };
}
