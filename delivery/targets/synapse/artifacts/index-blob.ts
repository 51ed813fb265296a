import { UserError } from '../../../../shared/errors';
import type { Blobs } from '../blobs';

const PATH = 'artifacts.json';
const SCHEMA_VERSION = 1;

/**
 * What publications left in the workspace: hash by kind and name. It spares a look at each of hundreds of artifacts; only
 * what a release changes is looked at. It is written last, so that after a crash it knows too little, never too much.
 */
export interface ArtifactIndex {
  readonly hashes: ReadonlyMap<string, string>;
  readonly etag: string | undefined;
}

export async function readIndex(blobs: Blobs): Promise<ArtifactIndex> {
  const found = await blobs.read(PATH);
  if (found === undefined) return { hashes: new Map(), etag: undefined };
  const value = parseJson(Buffer.from(found.bytes).toString('utf8'));
  if (isIndex(value)) return { hashes: new Map(Object.entries(value.artifacts)), etag: found.etag };
  throw new UserError(
    'artifact-index-unreadable',
    `${PATH} is no index of artifacts`,
    'Delete that blob: the next publication writes it anew.',
  );
}

/** @throws UserError when somebody else wrote it meanwhile */
export async function writeIndex(
  blobs: Blobs,
  hashes: ReadonlyMap<string, string>,
  etag: string | undefined,
): Promise<void> {
  const artifacts = Object.fromEntries([...hashes].sort(([one], [other]) => (one < other ? -1 : 1)));
  const content = Buffer.from(`${JSON.stringify({ schemaVersion: SCHEMA_VERSION, artifacts }, null, 2)}\n`);
  const written =
    etag === undefined
      ? await blobs.create(PATH, content, 'application/json')
      : await blobs.replace(PATH, content, 'application/json', etag);
  if (written) return;
  const now = await blobs.read(PATH);
  // An answer that was lost on its way leaves our own content behind.
  if (now !== undefined && Buffer.compare(now.bytes, content) === 0) return;
  throw new UserError(
    'artifacts-changed-meanwhile',
    'another publication changed the artifacts meanwhile',
    'Run the command again.',
  );
}

function isIndex(value: unknown): value is { readonly artifacts: Readonly<Record<string, string>> } {
  if (typeof value !== 'object' || value === null) return false;
  const { schemaVersion, artifacts } = value as { readonly schemaVersion?: unknown; readonly artifacts?: unknown };
  return schemaVersion === SCHEMA_VERSION && typeof artifacts === 'object' && artifacts !== null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
