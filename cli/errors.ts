import { CommanderError } from 'commander';
import { UserError } from '../shared/errors';
import { BAD_INPUT, EngineError } from '../delivery/engine-error';
import type { Terminal } from './terminal';

const FAILED = 1;

/**
 * Tells the user what went wrong, once and in one form.
 *
 * @returns the exit code: 2 for bad input, the engine's own where it ended a run, 1 for a fault of ours
 */
export function reportError(error: unknown, { note }: Terminal): number {
  // Commander has printed its message already; asking for help is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : BAD_INPUT;
  if (error instanceof UserError) {
    note(`error: ${error.message}\nremedy: ${error.remedy}\n`);
    return error instanceof EngineError ? error.exitCode : BAD_INPUT;
  }
  const detailed = process.env['MEDALLION_DEBUG'] !== undefined && error instanceof Error;
  note(`error: ${detailed ? (error.stack ?? error.message) : describe(error)}\n`);
  note('remedy: This is unexpected. Set MEDALLION_DEBUG=1 and run the command again to see where it happened.\n');
  return FAILED;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
