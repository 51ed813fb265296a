import type { Manifest, ManifestTable } from '../contracts/manifest';
import type { DebugRequest, RunDetail } from './run-events';
import type { LakeData } from './lake-data';
import type { MeasuredServiceLevels } from './service-levels';
import type { RunEvent, TableOutcome } from './run-events';
import type { ReleaseFolder } from './verify';

/** A place where releases run: this machine, or a Synapse workspace. Everything above it is the same for both. */
export interface DeliveryTarget {
  readonly name: string;
  readonly releases: ReleaseStore;
  readonly pointer: ReleasePointer;
  /**
   * Does what takes more than one conditional write while nobody else does such a thing. What each step guards by itself
   * (releases, pointer) needs no such guard.
   */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Runs one published release to its end. Rejects when the run could not begin or its end is not known. */
  run(request: RunRequest): Promise<RunResult>;
  /** What one run did, and SQL over the lake as it was then. Only where the engine can be asked from here. */
  debug?(request: DebugRequest): Promise<RunDetail>;
  /** The newest runs, newest first, whoever started them. */
  runs(limit: number): Promise<readonly RunRecord[]>;
  /** Work of a release beside a run, to its end. Rejects when it could not begin or its end is not known. */
  job(request: JobRequest): Promise<JobResult>;
  /** Puts a text where only the lake's jobs read it, and returns its URI as the engine reads it. A job removes it. */
  handOver(path: string, text: string): Promise<string>;
  /** URIs, as the engine reads them. */
  readonly places: Places;
  /** Alerts that fired since a moment (ISO 8601, UTC) and are not closed. Nothing fires on a laptop. */
  alerts(since: string): Promise<readonly FiredAlert[]>;
  /** Availability and refused requests of the lake's storage since a moment (ISO 8601, UTC). */
  serviceLevels(since: string, now: Date): Promise<MeasuredServiceLevels>;
  /** What the ledger says about every run so far; undefined before the first run. */
  lakeData(): Promise<LakeData | undefined>;
  /** What `medallion cost import` left in the lake: months of bills and of queries. */
  costRecords(): Promise<readonly CostRecord[]>;
  /**
   * Brings everything that runs beside the release's own files (job definitions, scripts, ...) to what the release wants.
   * What the active release needs stays until another one is active. Local runs need nothing beside the files.
   */
  readonly surroundings: Surroundings;
}

/** Folders of imported costs below `finops/` of the system container. */
export const COST_FOLDERS = ['bills', 'queries'] as const;

/** One file of imported costs. */
export interface CostRecord {
  /** Below `finops/` of the system container, for example `bills/<subscription>/2026-11.json`. */
  readonly path: string;
  readonly text: string;
}

/** One thing outside the release's files that differs, or differed, from what a release wants. */
export interface Change {
  readonly action: 'create' | 'update' | 'delete';
  /** `Spark job definition`, `SQL script`, ... */
  readonly kind: string;
  readonly name: string;
  /** Why, for people. */
  readonly reason: string;
}

export interface Surroundings {
  /**
   * What {@link ensure} and {@link prune} would do. Reads only.
   *
   * @param release id of a published release, or one that is still to be published
   */
  plan(release: string | ReleaseFolder): Promise<readonly Change[]>;
  /** Creates and updates what `release` needs; takes nothing away from the active one. Harmless to repeat. */
  ensure(release: string | ReleaseFolder): Promise<readonly Change[]>;
  /** Takes away what only other releases needed. Called when `release` is active. Harmless to repeat. */
  prune(release: string): Promise<readonly Change[]>;
}

export interface FiredAlert {
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly firedAt: string;
}

export const RUN_STATUSES = ['succeeded', 'failed', 'running', 'cancelled'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** One run as the target remembers it. */
export interface RunRecord {
  readonly runId: string;
  /** Null where the target does not know. */
  readonly release: string | null;
  readonly status: RunStatus;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Null while it runs. */
  readonly seconds: number | null;
  /** One line a step that failed. */
  readonly failures: readonly string[];
}

/** Published releases, immutable. A release is visible whole or not at all. */
export interface ReleaseStore {
  /** What {@link put} would write. Reads only. */
  plan(release: ReleaseFolder): Promise<readonly Change[]>;
  /** Harmless to repeat. */
  put(release: ReleaseFolder): Promise<'published' | 'present'>;
  /** Ids, sorted. */
  list(): Promise<readonly string[]>;
  /** @throws UserError when there is no such release, or when it was changed after it was published */
  manifest(id: string): Promise<Manifest>;
}

/** Which release an environment runs. */
export interface PointerState {
  readonly release: string;
  /** Where a rollback leads to; null for the first release. */
  readonly previous: string | null;
  /** Counts the changes, from 1. */
  readonly sequence: number;
  /** ISO 8601, UTC: when the pointer was moved here. */
  readonly at: string;
  /** Who moved it: account and machine, for people. */
  readonly by: string;
}

export interface VersionedPointer {
  readonly state: PointerState;
  /** Opaque; names this very state (an ETag, where the pointer is a blob). */
  readonly etag: string;
}

export interface ReleasePointer {
  /** Undefined before the first promotion. */
  read(): Promise<VersionedPointer | undefined>;
  /**
   * Moves the pointer if it is still where the caller saw it.
   *
   * @param expected the etag read before; undefined when there was none
   * @throws PointerMoved when another promotion came first
   */
  write(next: PointerState, expected: string | undefined): Promise<void>;
  /** Every state so far, newest first; the first is the present one. */
  history(): Promise<readonly PointerState[]>;
}

export interface Places {
  /** Where backups of the lake are kept; undefined where the environment has no place for them. */
  readonly backup: string | undefined;
  /** A folder for what is restored only to be looked at. */
  readonly scratch: string;
}

/** Modules of the engine that can be called on their own: `python -m <module>`, run by `medallion/running/engine_process.py`. */
export type JobModule =
  | 'medallion.recovery'
  | 'medallion.shadow'
  | 'medallion.adoption'
  | 'medallion.replay'
  | 'medallion.running.retention'
  | 'medallion.rollback'
  | 'medallion.erasure'
  | 'medallion.finops';

export interface JobRequest {
  readonly release: string;
  readonly module: JobModule;
  readonly args: readonly string[];
  /** Lines for people: progress and warnings. */
  readonly onLog: (line: string) => void;
}

export interface JobResult {
  /** Whether what was looked at is well: a job that finds damage has done its work and says no. */
  readonly isWell: boolean;
  /** The document that the module wrote. */
  readonly result: unknown;
}
/**
 * What a run is for. `resume`: what earlier runs left undone, and nothing else. `full-refresh`: tables made again whole
 * from bronze, and what is built from them; none named means all of silver and gold. `backfill`: what belongs to a range
 * of days, `2017-03-01..2017-03-31`.
 */
export type RunMode =
  | { readonly kind: 'resume' }
  | { readonly kind: 'full-refresh'; readonly tables: readonly ManifestTable['name'][] }
  | { readonly kind: 'backfill'; readonly days: string };

export interface RunRequest {
  readonly release: string;
  /** @default - every table of the release */
  readonly tables?: readonly ManifestTable['name'][];
  /** @default - new deliveries, and what follows from them */
  readonly mode?: RunMode;
  /** Tables at the same time at most. @default - one a core, four at most */
  readonly parallel?: number;
  readonly onEvent: (event: RunEvent) => void;
  /** Lines for people: progress and warnings. */
  readonly onLog: (line: string) => void;
}

export interface RunResult {
  readonly runId: string;
  readonly release: string;
  readonly status: 'succeeded' | 'failed';
  readonly seconds: number;
  /** In the order in which tables ended. */
  readonly tables: readonly TableOutcome[];
}
