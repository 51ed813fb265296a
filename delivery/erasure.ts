/** Persons forgotten in every layer, on any target. The work is the engine's; what it answers is described here. */
import { randomBytes } from 'node:crypto';
import { ERASURE_MODULE, ERASURE_REQUESTS } from '../contracts/release-layout';
import { activeRelease } from './run';
import type { JobResult, DeliveryTarget } from './target';

export interface ErasureRequest {
  /** Kind of person, as contracts name it with `subject`. */
  readonly subject: string;
  /** Who, as the sources write it: at least one. */
  readonly values: readonly string[];
  /** What else they are known by, to be found in text: e-mail addresses, telephone numbers, names. @default - none */
  readonly identifiers?: readonly string[];
}

export interface ErasureOptions {
  /** Whether the target's own backups are cleared as well; backups from before can then no longer be restored. @default true */
  readonly backups?: boolean;
  readonly onLog: (line: string) => void;
}

/** One Delta table, what was set aside of it, or its copy in the backup. */
export interface ErasedTable {
  readonly table: string;
  /** `lake`, or the URI of the backup. */
  readonly place: string;
  readonly rows: number;
  /** Rows that did not say whose they were, and whose text named the person. */
  readonly unreadable: number;
  /** Landing files that had brought rows of the person, now without them, and how many of those could only be deleted. */
  readonly deliveries: number;
  readonly deliveries_deleted: number;
  /** Rows of others in whose text an identifier was replaced. */
  readonly redacted: number;
  readonly files: number;
  readonly log_entries: number;
  /** Persons found when they were looked for again; null where no column says whose a row is. */
  readonly left: {
    readonly rows: number;
    readonly files: number;
    readonly log: number;
    readonly text: number;
  } | null;
  /** What that search looked at; null where nothing was searched. */
  readonly searched: {
    readonly columns: readonly string[];
    readonly text: readonly string[];
    readonly files: number;
    readonly bytes: number;
    readonly log_files: number;
  } | null;
}

/** What is kept of an erasure. It names nobody: persons stand in it as keyed tokens. */
export interface ErasureProof {
  readonly id: string;
  readonly subject: { readonly kind: string; readonly tokens: Readonly<Record<string, readonly string[]>> };
  readonly releaseId: string;
  readonly runId: string;
  /** ISO 8601. */
  readonly requestedAt: string;
  readonly finishedAt: string;
  /** Whether every table followed, and nobody was found anywhere. */
  readonly holds: boolean;
  /** Where old rows may still stand, and why: tables that could not follow, what a restore has set aside. */
  readonly failed: readonly string[];
  /** Fingerprint of the key of the tokens. */
  readonly keyFingerprint: string;
  readonly identifiers: { readonly searchedInText: number; readonly sharedWithOthers: number };
  /** What the proof says nothing about. */
  readonly notSearched: readonly string[];
  readonly tables: readonly ErasedTable[];
}

/** Rows of the persons, table by table; deletes nothing. */
export async function tryErasure(
  target: DeliveryTarget,
  request: ErasureRequest,
  onLog: (line: string) => void,
): Promise<readonly ErasedTable[]> {
  const release = await activeRelease(target);
  const { uri } = await handOver(target, request);
  const args = ['--request', uri, '--dry-run'];
  const { result } = await target.job({ release, module: ERASURE_MODULE, args, onLog });
  return (result as { readonly trial: readonly ErasedTable[] }).trial;
}

/** Forgets the persons; there is no way back. Harmless to repeat. */
export async function erase(
  target: DeliveryTarget,
  request: ErasureRequest,
  options: ErasureOptions,
): Promise<ErasureProof> {
  const release = await activeRelease(target);
  const { uri } = await handOver(target, request);
  const args = ['--request', uri, ...backupsOf(target, options)];
  const [proof] = proofs(await target.job({ release, module: ERASURE_MODULE, args, onLog: options.onLog }));
  if (proof === undefined) throw new Error('the erasure job returned no proof');
  return proof;
}

/** Every erasure there ever was once more: after a restore from before them, or when one was interrupted. */
export async function repeatErasures(
  target: DeliveryTarget,
  options: ErasureOptions,
): Promise<readonly ErasureProof[]> {
  const release = await activeRelease(target);
  const args = ['--again', ...backupsOf(target, options)];
  return proofs(await target.job({ release, module: ERASURE_MODULE, args, onLog: options.onLog }));
}

/**
 * Leaves the request where the engine's jobs read it, for the pipeline `erasure` of Data Factory. The job removes it.
 *
 * @returns the request's id, the only parameter of that pipeline
 */
export async function prepareErasure(target: DeliveryTarget, request: ErasureRequest): Promise<string> {
  return (await handOver(target, request)).id;
}

async function handOver(
  target: DeliveryTarget,
  { subject, values, identifiers = [] }: ErasureRequest,
): Promise<{ readonly id: string; readonly uri: string }> {
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+Z/g, '');
  const id = `${stamp}-${randomBytes(4).toString('hex')}`;
  // A file, because the arguments of a job are kept by whatever runs it.
  const content = JSON.stringify({ schemaVersion: 1, id, subject, values, identifiers });
  return { id, uri: await target.handOver(`${ERASURE_REQUESTS}/${id}.json`, content) };
}

function proofs({ result }: JobResult): readonly ErasureProof[] {
  return (result as { readonly proofs: readonly ErasureProof[] }).proofs;
}

function backupsOf({ places }: DeliveryTarget, { backups = true }: ErasureOptions): readonly string[] {
  return backups && places.backup !== undefined ? ['--backup-place', places.backup] : [];
}
