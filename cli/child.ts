import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { UserError } from '../shared/errors';

export interface Child {
  readonly command: string;
  readonly args: readonly string[];
  /** @default - the folder of this process */
  readonly cwd?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onLine: (line: string) => void;
}

/** Lines that a message about a failure repeats. */
const TAIL = 15;

/**
 * Runs a program to its end, handing over every line it prints.
 *
 * @param what names the program for the message
 * @throws UserError with the last lines when it fails
 */
export async function runChild(what: string, { command, args, cwd, environment, onLine }: Child): Promise<void> {
  const child = spawn(command, args, { cwd, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      lines.push(line);
      onLine(line);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code === 0) return;
  const said = lines.slice(-TAIL).map((line) => `\n  ${line}`);
  throw new UserError(
    'step-failed',
    `${what} failed (exit code ${String(code)})${said.join('')}`,
    'Fix the errors shown above, then run the command again.',
  );
}
