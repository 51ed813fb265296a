import type { ArtifactsClient, SparkJobDefinition, SqlScript } from '@azure/synapse-artifacts';
import { calling, statusOf } from '../azure-error';
import type { Blobs } from '../blobs';
import { synapseScope } from '../clouds';
import { clientOptions, type SynapseConnection } from '../connection';
import { settle } from '../operations';
import { sdks } from '../sdks';
import {
  type Artifact,
  type ArtifactKind,
  type ArtifactStore,
  hashIn,
  type LiveArtifact,
  marked,
  shortHash,
} from './artifact';

/** The stores of every kind in one environment. */
export function artifactStores(
  connection: SynapseConnection,
  blobs: Blobs,
): Readonly<Record<ArtifactKind, ArtifactStore>> {
  const { cloud, credential, outputs } = connection;
  const client = new (sdks.synapseArtifacts().ArtifactsClient)(credential, outputs.delivery.devEndpoint, {
    ...clientOptions(connection),
    credentialScopes: [synapseScope(cloud)],
  });
  return {
    file: fileStore(blobs),
    'Spark job definition': jobStore(client, connection),
    'SQL script': scriptStore(client, connection),
  };
}

/** Files beside the releases: ours by their place. */
function fileStore(blobs: Blobs): ArtifactStore {
  return {
    read: async (name) => {
      const found = await blobs.read(name);
      return found === undefined ? undefined : { etag: found.etag, hash: shortHash(found.bytes) };
    },
    write: async ({ name, content }, etag) => {
      const bytes = (await content()) as Uint8Array;
      const type = name.endsWith('.json') ? 'application/json' : 'text/x-python';
      const written =
        etag === undefined ? await blobs.create(name, bytes, type) : await blobs.replace(name, bytes, type, etag);
      if (!written) await requireSame(blobs, name, bytes);
    },
    remove: (name) => blobs.remove(name),
  };
}

async function requireSame(blobs: Blobs, name: string, bytes: Uint8Array): Promise<void> {
  const now = await blobs.read(name);
  if (now !== undefined && Buffer.compare(now.bytes, bytes) === 0) return;
  throw new Error(`${name} was changed by someone else meanwhile`);
}

function jobStore(client: ArtifactsClient, { retryPolicy }: SynapseConnection): ArtifactStore {
  const jobs = client.sparkJobDefinitionOperations;
  return {
    read: (name) =>
      reading(`Spark job definition ${name}`, async () => {
        const { etag = '', properties } = await jobs.getSparkJobDefinition(name);
        return { etag, hash: hashIn(properties.description) };
      }),
    write: async (artifact, etag) => {
      const what = `Spark job definition ${artifact.name}`;
      const properties = await withMark<SparkJobDefinition>(artifact);
      await calling(`write ${what}`, () =>
        settle(what, retryPolicy, (watch) =>
          jobs.beginCreateOrUpdateSparkJobDefinition(artifact.name, { properties }, { ...watch, ...condition(etag) }),
        ),
      );
    },
    remove: (name) =>
      removing(`Spark job definition ${name}`, () =>
        settle(`deletion of ${name}`, retryPolicy, (watch) => jobs.beginDeleteSparkJobDefinition(name, watch)),
      ),
  };
}

function scriptStore(client: ArtifactsClient, { retryPolicy }: SynapseConnection): ArtifactStore {
  const scripts = client.sqlScriptOperations;
  return {
    read: (name) =>
      reading(`SQL script ${name}`, async () => {
        const { etag = '', properties } = await scripts.getSqlScript(name);
        return { etag, hash: hashIn(properties.description) };
      }),
    write: async (artifact, etag) => {
      const what = `SQL script ${artifact.name}`;
      const properties = await withMark<SqlScript>(artifact);
      await calling(`write ${what}`, () =>
        settle(what, retryPolicy, (watch) =>
          scripts.beginCreateOrUpdateSqlScript(
            artifact.name,
            { name: artifact.name, properties },
            { ...watch, ...condition(etag) },
          ),
        ),
      );
    },
    remove: (name) =>
      removing(`SQL script ${name}`, () =>
        settle(`deletion of ${name}`, retryPolicy, (watch) => scripts.beginDeleteSqlScript(name, watch)),
      ),
  };
}

async function withMark<T>({ content, hash }: Artifact): Promise<T> {
  const properties = (await content()) as { readonly description: string };
  return { ...properties, description: marked(properties.description, hash) } as T;
}

function condition(etag: string | undefined): { readonly ifMatch?: string } {
  return etag === undefined ? {} : { ifMatch: etag };
}

async function reading(what: string, read: () => Promise<LiveArtifact>): Promise<LiveArtifact | undefined> {
  return calling(`read ${what}`, async () => {
    try {
      return await read();
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  });
}

/** What is gone already is as good as deleted. */
async function removing(what: string, remove: () => Promise<unknown>): Promise<void> {
  await calling(`delete ${what}`, async () => {
    try {
      await remove();
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
  });
}
