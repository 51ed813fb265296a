import { CommanderError } from 'commander';
import { UserError } from '../shared/errors';
import { BAD_INPUT, EngineError } from '../delivery/engine-error';
import { parserError } from './parser-errors';
import type { Terminal } from './terminal';

const FAILED = 1;

/** How errors are printed: for people, or as one JSON object on one line. */
export type ErrorFormat = 'text' | 'json';

/** Read from the bare arguments, because an error of the parser needs it too. */
export function errorFormat(args: readonly string[]): ErrorFormat {
  const asked = args.some(
    (arg, index) => arg === '--format=json' || (arg === '--format' && args[index + 1] === 'json'),
  );
  return asked ? 'json' : 'text';
}

/**
 * Prints what went wrong to standard error, once and in one form.
 *
 * @returns the exit code: 2 for bad input, the engine's own where it ended a run, 1 for a fault of ours
 */
export function reportError(error: unknown, { note }: Terminal, format: ErrorFormat): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const shown = shownError(error);
  // Commander has printed the help of a command that needs another word.
  if (format === 'text' && shown.code === 'missing-command') return BAD_INPUT;
  note(format === 'json' ? `${JSON.stringify(asJson(shown))}\n` : asText(shown));
  if (error instanceof EngineError) return error.exitCode;
  return shown.code === UNEXPECTED ? FAILED : BAD_INPUT;
}

function shownError(error: unknown): UserError {
  if (error instanceof CommanderError) return parserError(error);
  return error instanceof UserError ? error : unexpected(error);
}

const UNEXPECTED = 'unexpected';

function unexpected(error: unknown): UserError {
  const detailed = process.env['MEDALLION_DEBUG'] !== undefined && error instanceof Error;
  return new UserError(
    UNEXPECTED,
    detailed ? (error.stack ?? error.message) : describe(error),
    'Set MEDALLION_DEBUG=1 and run the command again to see where it happened: this is a fault of Medallion.',
  );
}

function asText({ code, message, remedy }: UserError): string {
  return `error: ${message}\nremedy: ${remedy}\ncode: ${code}\n`;
}

function asJson({ code, message, remedy, at, findings }: UserError) {
  return { code, message, remedy, at: at ?? null, ...(findings.length === 0 ? {} : { findings }) };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
