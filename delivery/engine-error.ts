import { UserError } from '../shared/errors';
import type { RunProblem } from './run-events';

/** Exit code of the engine for input that it refuses; 1 says that a table failed, 3 that another run holds the lock. */
export const BAD_INPUT = 2;

/** The engine refused to begin, or ended without saying how. */
export class EngineError extends UserError {
  /** Of the engine process; the command line passes it on. */
  readonly exitCode: number;

  constructor({ code, message, remedy }: RunProblem, exitCode: number) {
    super(code, message, remedy);
    this.exitCode = exitCode;
  }
}
