import { UserError } from '../../../shared/errors';
import type { Manifest } from '../../../contracts/manifest';
import { inParallel } from '../../in-parallel';
import { MANIFEST_FILE } from '../../release';
import type { Change, Surroundings } from '../../target';
import type { ReleaseFolder } from '../../verify';
import { type Artifact, ARTIFACT_KINDS, type ArtifactKind, type ArtifactStore, keyOf } from './artifacts/artifact';
import { desiredArtifacts, type ReleaseContents } from './artifacts/desired';
import { type ArtifactIndex, readIndex, writeIndex } from './artifacts/index-blob';
import { artifactStores } from './artifacts/workspace-stores';
import { ServiceError } from './azure-error';
import type { Blobs } from './blobs';
import type { SynapseConnection } from './connection';
import type { RetryPolicy } from './retry-policy';
import type { BlobReleaseStore } from './store';
import { PipelineTrigger } from './trigger';

/** A workspace takes few writes a second; more only wait. */
const WRITES_AT_ONCE = 4;

interface Difference extends Change {
  readonly key: string;
  readonly artifactKind: ArtifactKind;
  /** Undefined for what is to be deleted. */
  readonly wanted: Artifact | undefined;
}

/**
 * The artifacts of a workspace: what a release wants against what publications left there. Only what differs is looked at,
 * and only what is marked as ours is changed.
 */
export class SynapseSurroundings implements Surroundings {
  private readonly known = new Map<string, Promise<ReleaseContents>>();

  constructor(
    private readonly connect: () => SynapseConnection,
    private readonly blobs: () => Blobs,
    private readonly releases: BlobReleaseStore,
  ) {}

  async plan(release: string | ReleaseFolder): Promise<readonly Change[]> {
    const [{ differences }, trigger] = await Promise.all([this.compare(release), this.trigger().plan()]);
    return [...differences.map(publicPart), ...trigger];
  }

  async ensure(release: string | ReleaseFolder): Promise<readonly Change[]> {
    const { differences, index } = await this.compare(release);
    return this.apply(
      differences.filter(({ wanted }) => wanted !== undefined),
      index,
    );
  }

  async prune(release: string): Promise<readonly Change[]> {
    const { differences, index } = await this.compare(release);
    const done = await this.apply(
      differences.filter(({ wanted }) => wanted === undefined),
      index,
    );
    return [...done, ...(await this.trigger().apply())];
  }

  private trigger(): PipelineTrigger {
    return new PipelineTrigger(this.connect());
  }

  private async compare(
    release: string | ReleaseFolder,
  ): Promise<{ readonly differences: readonly Difference[]; readonly index: ArtifactIndex }> {
    const [contents, index] = await Promise.all([this.contentsOf(release), readIndex(this.blobs())]);
    const wanted = desiredArtifacts(contents, this.connect().outputs);
    const keys = new Set(wanted.map(keyOf));
    const made = wanted.flatMap((artifact): readonly Difference[] => {
      const { kind, name, hash } = artifact;
      const key = keyOf(artifact);
      const known = index.hashes.get(key);
      if (known === hash) return [];
      const action = known === undefined ? 'create' : 'update';
      const reason = known === undefined ? 'it is not there' : 'its content changed';
      return [{ action, kind, name, reason, key, artifactKind: kind, wanted: artifact }];
    });
    const left = [...index.hashes.keys()].flatMap((key): readonly Difference[] => {
      const kind = ARTIFACT_KINDS.find((candidate) => key.startsWith(`${candidate}/`));
      if (kind === undefined || keys.has(key)) return [];
      const name = key.slice(kind.length + 1);
      const reason = 'no table of the release needs it';
      return [{ action: 'delete', kind, name, reason, key, artifactKind: kind, wanted: undefined }];
    });
    return { differences: [...made, ...left], index };
  }

  private contentsOf(release: string | ReleaseFolder): Promise<ReleaseContents> {
    if (typeof release !== 'string') return this.readContents(release);
    // A release never changes.
    const known = this.known.get(release);
    if (known !== undefined) return known;
    const reading = this.readContents(release);
    this.known.set(release, reading);
    reading.catch(() => this.known.delete(release));
    return reading;
  }

  private async readContents(release: string | ReleaseFolder): Promise<ReleaseContents> {
    if (typeof release !== 'string') {
      const { contents } = release;
      return {
        manifest: JSON.parse(Buffer.from(contents.get(MANIFEST_FILE) ?? []).toString('utf8')) as Manifest,
        files: release.release.files,
        read: async ({ path }) => contents.get(path) ?? new Uint8Array(),
      };
    }
    const [manifest, description] = await Promise.all([
      this.releases.manifest(release),
      this.releases.describe(release),
    ]);
    return { manifest, files: description.release.files, read: (file) => this.releases.file(release, file) };
  }

  /** What was done is written to the index even when the rest failed, so that the next try begins where this one ended. */
  private async apply(differences: readonly Difference[], { hashes, etag }: ArtifactIndex): Promise<readonly Change[]> {
    if (differences.length === 0) return [];
    const stores = artifactStores(this.connect(), this.blobs());
    const next = new Map(hashes);
    const changes: Change[] = [];
    try {
      for (const kind of ARTIFACT_KINDS) {
        const ofKind = differences.filter(({ artifactKind }) => artifactKind === kind);
        await inParallel(ofKind, WRITES_AT_ONCE, async (difference) => {
          if (await applyOne(stores[kind], difference, this.connect().retryPolicy))
            changes.push(publicPart(difference));
          if (difference.wanted === undefined) next.delete(difference.key);
          else next.set(difference.key, difference.wanted.hash);
        });
      }
    } finally {
      await writeIndex(this.blobs(), next, etag);
    }
    return changes;
  }
}

/** The service refuses a write while another one on the same artifact is on its way: perhaps ours, its answer lost. */
const BUSY = new Set([409, 412]);

/** @returns whether anything was written */
async function applyOne(store: ArtifactStore, difference: Difference, retryPolicy: RetryPolicy): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryOne(store, difference);
    } catch (error) {
      const busy = error instanceof ServiceError && BUSY.has(error.status ?? 0);
      if (!busy || attempt >= retryPolicy.attempts) throw error;
      retryPolicy.onWait(`waiting for ${difference.kind} ${difference.name} to be free`, retryPolicy.pollMs);
      await retryPolicy.sleep(retryPolicy.pollMs);
    }
  }
}

async function tryOne(store: ArtifactStore, { artifactKind, name, wanted }: Difference): Promise<boolean> {
  const live = await store.read(name);
  if (wanted !== undefined && live?.hash === wanted.hash) return false;
  if (live !== undefined && live.hash === undefined) {
    // Somebody gave our artifact's name to one of their own: theirs stays where we only wanted to tidy up.
    if (wanted === undefined) return false;
    throw new UserError(
      'artifact-not-ours',
      `the ${artifactKind} '${name}' was not made by Medallion, and is left as it is`,
      'Rename or delete it in Synapse Studio, then run the command again.',
    );
  }
  if (wanted !== undefined) await store.write(wanted, live?.etag);
  else if (live !== undefined) await store.remove(name);
  return wanted !== undefined || live !== undefined;
}

function publicPart({ action, kind, name, reason }: Change): Change {
  return { action, kind, name, reason };
}
