import type { ArtifactsClient } from '@azure/synapse-artifacts';
import type { LibraryInfo, SynapseManagementClient } from '@azure/arm-synapse';
import { UserError } from '../../../shared/errors';
import { suggest } from '../../../shared/suggest';
import { calling, statusOf } from './azure-error';
import { managementScope, synapseScope } from './clouds';
import { clientOptions, type SynapseConnection } from './connection';
import { settle, waitUntil } from './operations';
import { sdks } from './sdks';

/** What the service takes in one piece. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Wheels of releases: those of other versions give way to the new one, and no other package is touched. */
const OURS = /^medallion-[^/]+\.whl$/;

/** A wheel of a release; its name carries a digest of its content. */
export interface Package {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface Installation {
  readonly pool: string;
  readonly outcome: 'installed' | 'present';
}

/**
 * Puts a release's package on Spark pools, for notebooks: jobs bring their own code along. One operation a pool, all pools
 * side by side; each takes minutes, and running sessions keep what they have.
 *
 * @throws UserError for a pool that the environment does not have, or a package that is too large
 */
export async function installPackage(
  connection: SynapseConnection,
  wheel: Package,
  pools: readonly string[],
): Promise<readonly Installation[]> {
  const known = connection.outputs.delivery.sparkPools;
  for (const pool of pools) {
    if (!known.includes(pool))
      throw new UserError('unknown-spark-pool', `there is no Spark pool '${pool}'`, suggest(pool, known));
  }
  if (!OURS.test(wheel.name) || wheel.bytes.length > MOST_BYTES) {
    throw new UserError(
      'wheel-refused',
      `the package ${wheel.name} of ${wheel.bytes.length} bytes cannot be installed`,
      `Give the wheel of a release, of at most ${MOST_BYTES} bytes.`,
    );
  }
  const library = await upload(connection, wheel);
  const { cloud, credential, outputs } = connection;
  const client = new (sdks.armSynapse().SynapseManagementClient)(credential, outputs.delivery.subscriptionId, {
    ...clientOptions(connection),
    endpoint: cloud.resourceManager,
    credentialScopes: [managementScope(cloud)],
  });
  const ends = await Promise.allSettled(pools.map((pool) => install(connection, client, library, pool)));
  // Every pool has come to its end before the first failure is told.
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}

/** @returns how pools refer to it */
async function upload(connection: SynapseConnection, { name, bytes }: Package): Promise<LibraryInfo> {
  const { cloud, credential, outputs, retryPolicy } = connection;
  const client: ArtifactsClient = new (sdks.synapseArtifacts().ArtifactsClient)(
    credential,
    outputs.delivery.devEndpoint,
    { ...clientOptions(connection), credentialScopes: [synapseScope(cloud)] },
  );
  const known = await read(client, name);
  if (known?.provisioningStatus === READY) return known;
  await calling(`upload ${name}`, async () => {
    // One that a publisher did not finish holds part of the bytes, or all but the last word.
    if (known !== undefined) {
      await settle(`deletion of ${name}`, retryPolicy, (watch) => client.library.beginDelete(name, watch));
    }
    // The answer to a first try may have been lost: then it is there, or the bytes are.
    await unless(
      409,
      settle(`creation of ${name}`, retryPolicy, (watch) => client.library.beginCreate(name, watch)),
    );
    await unless(412, client.library.append(name, bytes, { blobConditionAppendPosition: 0 }));
    await settle(`check of ${name}`, retryPolicy, (watch) => client.library.beginFlush(name, watch));
  });
  const uploaded = await read(client, name);
  if (uploaded?.provisioningStatus === READY) return uploaded;
  throw new UserError(
    'package-not-accepted',
    `the workspace did not take ${name}`,
    'Look at Workspace packages in Synapse Studio, then run it again.',
  );
}

async function unless(status: number, call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (statusOf(error) !== status) throw error;
  }
}

const READY = 'Succeeded';

async function read(client: ArtifactsClient, library: string): Promise<LibraryInfo | undefined> {
  return calling(`read package ${library}`, async () => {
    try {
      const { properties } = await client.library.get(library);
      const { name = library, path = '', containerName = '', type = 'whl', provisioningStatus = '' } = properties;
      return { name, path, containerName, type, provisioningStatus };
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      throw error;
    }
  });
}

async function install(
  { outputs, retryPolicy }: SynapseConnection,
  client: SynapseManagementClient,
  { name = '', path = '', containerName = '', type = '' }: LibraryInfo,
  pool: string,
): Promise<Installation> {
  const { resourceGroup, workspace } = outputs.delivery;
  const what = `Spark pool ${pool} to install ${name}`;
  return calling(`install ${name} on Spark pool ${pool}`, () =>
    // A pool takes one change at a time, perhaps our own whose answer was lost.
    waitUntil<Installation>(`Spark pool ${pool} to be free`, retryPolicy, async () => {
      const live = await client.bigDataPools.get(resourceGroup, workspace, pool);
      const { customLibraries = [] } = live;
      const others = customLibraries.filter((library) => !OURS.test(library.name ?? ''));
      const ours = customLibraries.filter((library) => OURS.test(library.name ?? ''));
      if (ours.length === 1 && ours[0]?.name === name) return { value: { pool, outcome: 'present' } };
      try {
        // A PUT replaces the pool's settings: what is not said would be lost.
        const wanted = { ...live, customLibraries: [...others, { name, path, containerName, type }] };
        await settle(what, retryPolicy, (watch) =>
          client.bigDataPools.beginCreateOrUpdate(resourceGroup, workspace, pool, wanted, watch),
        );
        return { value: { pool, outcome: 'installed' } };
      } catch (error) {
        if (statusOf(error) !== 409) throw error;
        return { againIn: undefined };
      }
    }),
  );
}
