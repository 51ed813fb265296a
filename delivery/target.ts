import type { Manifest, ManifestTable } from '../contracts/manifest';
import type { LakeData } from './lake-data';
import type { RunEvent, TableOutcome } from './run-events';
import type { ReleaseFolder } from './verify';

/** A place where releases run: this machine, or a Synapse workspace. Everything above it is the same for both. */
export interface Target {
  readonly name: string;
  readonly releases: ReleaseStore;
  readonly pointer: ReleasePointer;
  /** Runs one published release to its end. Rejects when the run could not begin or its end is not known. */
  run(request: RunRequest): Promise<RunResult>;
  /** What the ledger says about every run so far; undefined before the first run. */
  lakeData(): Promise<LakeData | undefined>;
}

/** Published releases, immutable. A release is visible whole or not at all. */
export interface ReleaseStore {
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
}

export interface RunRequest {
  readonly release: string;
  /** @default - every table of the release */
  readonly tables?: readonly ManifestTable['name'][];
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
