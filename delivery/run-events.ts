import { UserError } from '../shared/errors';
import type { TableName } from '../contracts/contract';

export const TABLE_STATUSES = ['succeeded', 'unchanged', 'failed', 'blocked'] as const;
/** `blocked`: not tried, because a table it reads failed. */
export type TableStatus = (typeof TABLE_STATUSES)[number];

export interface RunProblem {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

export interface TableOutcome {
  readonly table: TableName;
  readonly status: TableStatus;
  readonly rowsIn: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly rescued: number;
  readonly seconds: number;
  /** Bytes read from the source: landing files for bronze, zero where the engine does not know. */
  readonly bytesIn: number;
  /** Delta version after the run. */
  readonly version: number;
  readonly error: RunProblem | null;
}

/** What the engine says while it runs: one JSON object a line on its standard output. */
export type RunEvent =
  | {
      readonly event: 'run.started';
      readonly runId: string;
      readonly releaseId: string;
      readonly tables: readonly TableName[];
    }
  | { readonly event: 'table.started'; readonly table: TableName }
  | ({ readonly event: 'table.finished' } & TableOutcome)
  /** About once a second; `tasks` of Spark's running jobs, so they grow while it plans. */
  | {
      readonly event: 'run.progress';
      readonly tables: readonly { readonly table: TableName; readonly done: number; readonly tasks: number }[];
    }
  | {
      readonly event: 'run.finished';
      readonly runId: string;
      readonly status: 'succeeded' | 'failed';
      readonly seconds: number;
    }
  /** The tables are done: what the page shows is read from the ledger, if it has changed. */
  | { readonly event: 'report.started' }
  /** All is written: what is left is the end of Spark. */
  | { readonly event: 'run.closing' }
  /** The end of a job that is no run, with the document it wrote. */
  | { readonly event: 'job.finished'; readonly isWell: boolean; readonly result: unknown }
  | ({ readonly event: 'debug' } & RunDetail)
  | ({ readonly event: 'error' } & RunProblem);

const EVENTS: readonly string[] = [
  'run.started',
  'table.started',
  'run.progress',
  'table.finished',
  'run.finished',
  'report.started',
  'run.closing',
  'job.finished',
  'debug',
  'error',
];

/** @returns undefined when the line is no event (a library that prints to standard output) */
export function parseRunEvent(line: string): RunEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRunEvent(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The engine is of the same repository and release: its events are told apart by name, not validated field by field. */
function isRunEvent(value: unknown): value is RunEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'event' in value &&
    typeof value.event === 'string' &&
    EVENTS.includes(value.event)
  );
}

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

/** How the engine names a run: when it began, and eight digits that tell it from others of that second. */
const RUN_ID = /^\d{8}T\d{6}-[0-9a-f]{8}$/;

/** @throws UserError for what can be no run, before Spark starts to look for it */
export function requireRunId(text: string): string {
  if (RUN_ID.test(text)) return text;
  throw new UserError(
    'unknown-run',
    `'${text}' is not the id of a run`,
    'Give an id such as 20261130T041500-1a2b3c4d; `npx medallion status` lists the newest runs.',
  );
}
