import { createHash } from 'node:crypto';
import type { Manifest } from '../../../contracts/manifest';
import { hashIn, keyOf } from '../../../delivery/targets/synapse/artifacts/artifact';
import { desiredArtifacts } from '../../../delivery/targets/synapse/artifacts/desired';
import { blobPath } from '../../../delivery/targets/synapse/store';
import type { ReleaseFolder } from '../../../delivery/verify';
import { containerOf, type TestAzure, type TestEnvironment } from './azure';

const COLLECTIONS: Readonly<Record<string, string>> = {
  sparkJobDefinitions: 'Spark job definition',
  sqlScripts: 'SQL script',
};

/** What an environment is, seen with other eyes than the publisher's: straight from the emulator and the services. */
export interface Observation {
  /** The release that runs; null before the first promotion. */
  readonly active: string | null;
  /** What the active release needs and does not find as it should be. */
  readonly broken: readonly string[];
  /** Artifacts of ours that the active release does not need. */
  readonly left: readonly string[];
}

export async function observe(
  { azurite }: TestAzure,
  { outputs, workspace }: TestEnvironment,
  known: readonly ReleaseFolder[],
): Promise<Observation> {
  const container = azurite.client.getContainerClient(containerOf(outputs));
  const digests = new Map<string, string>();
  for await (const { name: path, properties } of container.listBlobsFlat()) {
    digests.set(path, Buffer.from(properties.contentMD5 ?? []).toString('hex'));
  }
  const live = new Map(
    [...workspace.artifacts].map(([key, { properties }]) => {
      const [collection = '', title = ''] = key.split('/');
      return [`${COLLECTIONS[collection] ?? collection}/${title}`, hashIn(String(properties['description']))];
    }),
  );
  const active = digests.has('current.json')
    ? (JSON.parse((await container.getBlobClient('current.json').downloadToBuffer()).toString()) as { release: string })
        .release
    : null;
  if (active === null) return { active, broken: [], left: [...live.keys()] };
  const release = known.find((candidate) => candidate.release.id === active);
  if (release === undefined) return { active, broken: ['it is no release of this test'], left: [] };
  const files = release.release.files.map((file) => [blobPath(active, file), release.contents.get(file.path)] as const);
  files.push([`${active}/release.json`, release.contents.get('release.json')]);
  const manifest = JSON.parse(Buffer.from(release.contents.get('manifest.json') ?? []).toString()) as Manifest;
  const read = async ({ path }: { readonly path: string }) => release.contents.get(path) ?? new Uint8Array();
  const desired = desiredArtifacts({ manifest, files: release.release.files, read }, outputs);
  const wanted = await Promise.all(
    desired.map(async (artifact) => ({ ...artifact, content: await artifact.content() })),
  );
  const broken = [
    ...files.filter(([path, content]) => digests.get(path) !== md5(content)).map(([path]) => path),
    ...wanted
      .filter((artifact) => {
        if (artifact.kind === 'file') return digests.get(artifact.name) !== md5(artifact.content as Uint8Array);
        return live.get(keyOf(artifact)) !== artifact.hash;
      })
      .map(keyOf),
  ];
  const needed = new Set(wanted.map(keyOf));
  return {
    active,
    broken,
    left: [...live].flatMap(([key, hash]) => (hash === undefined || needed.has(key) ? [] : [key])),
  };
}

function md5(content: Uint8Array | undefined): string {
  return createHash('md5')
    .update(content ?? '')
    .digest('hex');
}
