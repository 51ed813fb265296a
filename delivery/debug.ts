import type { TableName } from '../contracts/contract';
import { UserError } from '../contracts/errors';
import { activeRelease } from './run';
import type { TableStatus } from './run-events';
import type { Target } from './target';

export interface DebugRequest {
  readonly release: string;
  /** @default - the last run that changed something */
  readonly runId?: string;
  /** A SELECT over the tables as they were when the run had ended. */
  readonly query?: string;
}

export interface FailedCheck {
  readonly checkId: string;
  readonly severity: string;
  readonly failed: number;
  readonly evaluated: number;
  readonly passed: boolean;
  readonly value: number | null;
  readonly expectation: string | null;
}

/** One table in the run: versions read and written, what failed. */
export interface TableDetail {
  readonly table: TableName;
  readonly status: TableStatus;
  readonly seconds: number;
  readonly rowsIn: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly read: Readonly<Record<string, number>>;
  readonly written: number;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly checks: readonly FailedCheck[];
}

export interface RunDetail {
  readonly runId: string;
  readonly releaseId: string;
  readonly startedAt: string;
  readonly tables: readonly TableDetail[];
  /** Every table as it stood when the run had ended, with the statement that reads it. */
  readonly versions: readonly { readonly table: TableName; readonly version: number; readonly statement: string }[];
  readonly result?: {
    readonly columns: readonly string[];
    readonly rows: readonly Readonly<Record<string, unknown>>[];
  };
}

/**
 * @param request run and query; both may be left out
 * @throws UserError when no release is active, or the target cannot be asked from here
 */
export async function debugRun(
  target: Pick<Target, 'name' | 'pointer' | 'debug'>,
  request: Omit<DebugRequest, 'release'>,
): Promise<RunDetail> {
  if (target.debug === undefined) {
    throw new UserError(
      `runs on '${target.name}' cannot be looked into from here`,
      'Read the tables runs and quality of the system container, and VERSION AS OF in a notebook of the workspace.',
    );
  }
  return target.debug({ release: await activeRelease(target), ...request });
}
