import { runCli } from '../../cli/run-cli';

export interface Ending {
  readonly code: number;
  readonly result: string;
  readonly notes: string;
}

/** Runs a command in this process, as `npx medallion <args>` would. */
export async function invoke(home: string, ...args: readonly string[]): Promise<Ending> {
  const before = process.env['MEDALLION_HOME'];
  process.env['MEDALLION_HOME'] = home;
  const written = { result: '', notes: '' };
  try {
    const code = await runCli(args, {
      interactive: false,
      clearLine: () => undefined,
      result: (text) => {
        written.result += text;
      },
      note: (text) => {
        written.notes += text;
      },
    });
    return { code, ...written };
  } finally {
    if (before === undefined) delete process.env['MEDALLION_HOME'];
    else process.env['MEDALLION_HOME'] = before;
  }
}
