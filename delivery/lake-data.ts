import type { Layer, TableName } from '../contracts/contract';
import { UserError } from '../shared/errors';
import type { TableStatus } from './run-events';

/** The ledger as the engine exports it after a run, in ledger order. */
export interface LakeData {
  readonly schemaVersion: 1;
  readonly runs: readonly TableRun[];
  readonly quality: readonly QualityResult[];
  readonly tables: readonly TableState[];
  readonly dailySales: readonly DailySales[];
}

/** One table in one run. */
export interface TableRun {
  readonly runId: string;
  readonly releaseId: string;
  readonly table: TableName;
  readonly layer: Layer;
  readonly status: TableStatus;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly rowsIn: number;
  readonly accepted: number;
  readonly quarantined: number;
  readonly rescued: number;
  readonly bytesIn: number;
  readonly version: number;
}

/** One check in one run. */
export interface QualityResult {
  readonly runId: string;
  readonly table: TableName;
  readonly checkId: string;
  readonly kind: string;
  readonly dimension: string;
  readonly severity: string;
  readonly evaluated: number;
  readonly failed: number;
  readonly passed: boolean;
  /** What had to meet `expectation`; null for a check of single rows. */
  readonly value: number | null;
  readonly expectation: string | null;
  /** Changes with what the rule demands; null for checks that no contract states, and in lines of older releases. */
  readonly ruleFingerprint: string | null;
  /** ISO 8601, UTC. */
  readonly checkedAt: string;
}

/** A table as it stands. */
export interface TableState {
  readonly name: TableName;
  readonly rows: number;
  readonly version: number;
  readonly files: number;
  readonly bytes: number;
}

export interface DailySales {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Decimal as text, so that no cent is lost. */
  readonly salesValue: string;
  readonly baskets: number;
  readonly households: number;
}

const LISTS = ['runs', 'quality', 'tables', 'dailySales'] as const;

/** @throws UserError when the text is not whole or of another version */
export function parseLakeData(text: string, origin: string): LakeData {
  const value = parseJson(text);
  if (isLakeData(value)) return value;
  throw new UserError(
    'report-data-unreadable',
    `${origin} is not report data of schema version 1`,
    'Run `npx medallion run` to write it anew.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isLakeData(value: unknown): value is LakeData {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Record<string, unknown>;
  return record['schemaVersion'] === 1 && LISTS.every((name) => Array.isArray(record[name]));
}
