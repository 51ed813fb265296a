/** Quarantined rows judged again, on any target. The work is the engine's; what it answers is described here. */
import { activeRelease } from './run';
import type { DeliveryTarget } from './target';

export interface ReplayOptions {
  /** @default - every bronze table */
  readonly tables?: readonly string[];
  /** ISO 8601: only rows that were set aside at this moment or later. */
  readonly since?: string;
  /** ISO 8601: only rows that were set aside before this moment. */
  readonly until?: string;
  /** Counts and writes nothing. @default false */
  readonly dryRun?: boolean;
  readonly onLog: (line: string) => void;
}

/** Counts are rows of one table's quarantine. */
export interface ReplayOutcome {
  readonly table: string;
  readonly looked_at: number;
  readonly accepted: number;
  readonly still_failing: number;
  /** No contract can mend these: the text itself is broken, or the value is gone. */
  readonly unreadable: number;
  /** Rows that still fail, by check. */
  readonly reasons: Readonly<Record<string, number>>;
}

export interface Replay {
  readonly run_id: string;
  readonly tables: readonly ReplayOutcome[];
}

/** By the contracts of the active release. Harmless to repeat: a row is accepted once. */
export async function replay(target: DeliveryTarget, options: ReplayOptions): Promise<Replay> {
  const { tables, since, until, dryRun = false, onLog } = options;
  const args = [
    ...(tables === undefined ? [] : ['--tables', tables.join(',')]),
    ...(since === undefined ? [] : ['--since', since]),
    ...(until === undefined ? [] : ['--until', until]),
    ...(dryRun ? ['--dry-run'] : []),
  ];
  const release = await activeRelease(target);
  return (await target.job({ release, module: 'medallion.replay', args, onLog })).result as Replay;
}
