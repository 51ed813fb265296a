/** Backups of a lake and the way back, on any target. The work is the engine's; what it answers is described here. */
import { UserError } from '../shared/errors';
import { activeRelease } from './run';
import type { JobResult, DeliveryTarget } from './target';

export interface Backup {
  readonly id: string;
  /** ISO 8601; what came later may be missing. */
  readonly taken_at: string;
  readonly tables: readonly {
    readonly path: string;
    readonly version: number;
    readonly rows: number;
    /** What this backup had to copy. */
    readonly files: number;
    readonly bytes: number;
  }[];
}

export interface Examination {
  readonly backup: string;
  readonly damages: readonly { readonly path: string; readonly kind: string; readonly detail: string }[];
}

export interface RestoredTable {
  readonly path: string;
  readonly version: number;
  readonly rows: number;
  /** Reads exactly the rows that were backed up. */
  readonly verified: boolean;
  readonly bytes: number;
  readonly seconds: number;
}

export interface Recovery {
  readonly backup: string;
  readonly damaged: readonly string[];
  readonly restored: readonly RestoredTable[];
}

export interface Drill {
  readonly backup_id: string;
  readonly passed: boolean;
  /** Age of the backup when the drill began: what would have been lost. */
  readonly rpo_seconds: number;
  /** From the first copied byte to the last verified row. */
  readonly rto_seconds: number;
  readonly tables: readonly RestoredTable[];
}

export interface RecoveryOptions {
  /** URI of the folder that holds the backups. @default - the target's own place */
  readonly place?: string;
  /** @default - the newest */
  readonly backup?: string;
  /** PEM file: of a backup the public key that the token key is encrypted for, of a whole recovery the private one. */
  readonly escrowKey?: string;
  readonly onLog: (line: string) => void;
}

export async function backUp(target: DeliveryTarget, options: RecoveryOptions): Promise<Backup> {
  return (await call(target, 'backup', options)).result as Backup;
}

export async function examine(target: DeliveryTarget, options: RecoveryOptions): Promise<Examination> {
  return (await call(target, 'examine', options)).result as Examination;
}

/** @param paths `<container>/<folder>` of tables; undefined for those that are damaged. What is made from them goes along */
export async function restore(
  target: DeliveryTarget,
  paths: readonly string[] | undefined,
  options: RecoveryOptions,
): Promise<Recovery> {
  const tables = paths === undefined ? [] : ['--tables', paths.join(',')];
  return (await call(target, 'restore', options, tables)).result as Recovery;
}

/**
 * Restores a whole backup into a lake that has no tables yet, with the token key from its escrow: nothing of the lake that
 * was backed up has to be readable.
 */
export async function restoreWhole(target: DeliveryTarget, options: RecoveryOptions): Promise<Recovery> {
  return (await call(target, 'restore-whole', options)).result as Recovery;
}

/** Restores the backup into an empty place, verifies it and measures; the lake itself is only read. */
export async function drill(target: DeliveryTarget, options: RecoveryOptions): Promise<Drill> {
  const scratch = ['--scratch', `${target.places.scratch}/drill`];
  return (await call(target, 'drill', options, scratch)).result as Drill;
}

async function call(
  target: DeliveryTarget,
  verb: string,
  { place, backup, escrowKey, onLog }: RecoveryOptions,
  more: readonly string[] = [],
): Promise<JobResult> {
  const where = place ?? target.places.backup;
  if (where === undefined) {
    throw new UserError(
      'backup-place-missing',
      `'${target.name}' has no place for backups`,
      'Give --place <uri>, or let the environment have a recovery account.',
    );
  }
  const chosen = [
    ...(backup === undefined ? [] : ['--backup', backup]),
    ...(escrowKey === undefined ? [] : ['--escrow-key', escrowKey]),
  ];
  const release = await activeRelease(target);
  return target.job({
    release,
    module: 'medallion.recovery',
    args: [verb, '--place', where, ...chosen, ...more],
    onLog,
  });
}
