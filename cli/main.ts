import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EngineError } from '../delivery/engine-error';
import type { RunProblem } from '../delivery/run-events';
import { endWhenInterrupted } from './interruption';
import { packageRoot } from './paths';
import { runCli } from './run-cli';
import { processTerminal } from './terminal';

const args = process.argv.slice(2);
const terminal = processTerminal();
endWhenInterrupted(terminal, args);
void runCli(args, terminal, prepareEngine).then((code) => {
  process.exitCode = code;
});

/** Python, Spark and Delta, by the scripts that also run before anything is compiled. */
async function prepareEngine(): Promise<void> {
  const { ensureSetup } = (await import(pathToFileURL(join(packageRoot(), 'setup', 'setup.mjs')).href)) as {
    readonly ensureSetup: (options: { quiet: boolean; needs: 'engine' }) => Promise<void>;
  };
  try {
    await ensureSetup({ quiet: true, needs: 'engine' });
  } catch (error) {
    throw isSetupError(error) ? new EngineError(error, error.exitCode) : error;
  }
}

/** Set-up's own error is of a class that nothing compiled knows. */
function isSetupError(error: unknown): error is RunProblem & { readonly exitCode: number } {
  return error instanceof Error && 'code' in error && 'remedy' in error && 'exitCode' in error;
}
