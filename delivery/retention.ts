/** Rows past their retention deleted, on any target. The work is the engine's; what it answers is described here. */
import { activeRelease } from './run';
import type { DeliveryTarget } from './target';

export interface RetentionOptions {
  /** @default - every table */
  readonly tables?: readonly string[];
  /** Counts and writes nothing. @default false */
  readonly dryRun?: boolean;
  readonly onLog: (line: string) => void;
}

export interface RetentionOutcome {
  readonly table: string;
  readonly days: number;
  /** ISO date: rows from before it go. */
  readonly kept_from: string;
  /** The column that says how old a row is; empty where the table follows its input. */
  readonly counted_by: string;
  readonly status: 'deleted' | 'followed' | 'held' | 'nothing';
  readonly rows: number;
  /** Rows in quarantine or waiting for a parent. */
  readonly aside: number;
  /** Landing files. */
  readonly files: number;
  /** Landing files that another table reads too. */
  readonly files_kept: number;
  readonly holds: readonly string[];
}

export interface Retention {
  readonly run_id: string;
  readonly tables: readonly RetentionOutcome[];
  /** Tables that could not follow. */
  readonly failed: readonly { readonly table: string; readonly message: string }[];
}

/** By the contracts of the active release. Harmless to repeat. */
export async function applyRetention(target: DeliveryTarget, options: RetentionOptions): Promise<Retention> {
  const { tables, dryRun = false, onLog } = options;
  const args = [...(tables === undefined ? [] : ['--tables', tables.join(',')]), ...(dryRun ? ['--dry-run'] : [])];
  const release = await activeRelease(target);
  return (await target.job({ release, module: 'medallion.running.retention', args, onLog })).result as Retention;
}
