import { sha256 } from '../../../release';

/** Kinds in the order in which they are made: files first, then what runs them. */
export const ARTIFACT_KINDS = ['file', 'Spark job definition', 'SQL script'] as const;
export type ArtifactKind = (typeof ARTIFACT_KINDS)[number];

/** One thing in the workspace that a release wants, or the environment for all releases. */
export interface Artifact {
  readonly kind: ArtifactKind;
  readonly name: string;
  /** Of the content: what the service normalises is never compared. */
  readonly hash: string;
  /** Bytes of a file; properties of an artifact, without the mark. Asked for what is written only. */
  readonly content: () => Promise<unknown>;
}

/** What stands in the workspace under a name. */
export interface LiveArtifact {
  readonly etag: string;
  /** Hash in its mark; undefined when it is not ours. */
  readonly hash: string | undefined;
}

/** Reads and changes the artifacts of one kind. Waits for what takes its time. */
export interface ArtifactStore {
  read(name: string): Promise<LiveArtifact | undefined>;
  /** @param etag of what is replaced; undefined when there is nothing */
  write(artifact: Artifact, etag: string | undefined): Promise<void>;
  remove(name: string): Promise<void>;
}

export const HASH_LENGTH = 16;

export function artifactOf(kind: ArtifactKind, name: string, content: object): Artifact {
  return { kind, name, content: async () => content, hash: shortHash(JSON.stringify(content)) };
}

/** Enough to tell contents of one name apart. */
export function shortHash(content: Uint8Array | string): string {
  return sha256(content).slice(0, HASH_LENGTH);
}

export function keyOf({ kind, name }: Pick<Artifact, 'kind' | 'name'>): string {
  return `${kind}/${name}`;
}

/** Ends the description of what is ours: people see it in Studio, and nothing without it is ever touched. */
const MARK = /\[medallion ([0-9a-f]{16})\]$/;

export function marked(description: string, hash: string): string {
  return `${description} [medallion ${hash}]`;
}

export function hashIn(description: string | undefined): string | undefined {
  return MARK.exec(description ?? '')?.[1];
}
