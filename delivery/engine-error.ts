import { UserError } from '../shared/errors';
import type { RunProblem } from './run-events';

/** Exit codes of the engine beside 0 (all is well) and 1 (a table failed). */
export const BAD_INPUT = 2;
export const ANOTHER_RUN = 3;

/** The engine refused to begin, or ended without saying how. */
export class EngineError extends UserError {
  /** Of the engine process; the command line passes it on. */
  readonly exitCode: number;

  constructor({ code, message, remedy }: RunProblem, exitCode: number) {
    super(code, message, remedy);
    this.exitCode = exitCode;
  }
}
