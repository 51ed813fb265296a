import type { Manifest } from '../../../contracts/manifest';
import { UserError } from '../../../shared/errors';
import { inParallel } from '../../in-parallel';
import {
  isReleaseId,
  MANIFEST_FILE,
  parseRelease,
  type Release,
  RELEASE_FILE,
  type ReleaseFile,
  requireReleaseId,
  sha256,
} from '../../release';
import type { Change, ReleaseStore } from '../../target';
import type { ReleaseFolder } from '../../verify';
import { type Blobs, md5Of, type StoredBlob } from './blobs';

/** Enough to fill a line, few enough not to be throttled. */
const UPLOADS_AT_ONCE = 8;

/** SQL files are many and change seldom, so that releases share them by content; the rest lies where Spark looks for it. */
const SHARED = /^sql\//;
const SHARED_FOLDER = 'files/';

/** Where a file of a release lies in the container. */
export function blobPath(release: string, { path, sha256: digest }: Pick<ReleaseFile, 'path' | 'sha256'>): string {
  return SHARED.test(path) ? `${SHARED_FOLDER}${digest}` : `${release}/${path}`;
}

/**
 * Releases as folders of a container: `<id>/`, its SQL files under `files/<sha256>`. `release.json` is written last, and
 * there is no release without it.
 */
export class BlobReleaseStore implements ReleaseStore {
  constructor(private readonly blobs: () => Blobs) {}

  async plan(packaged: ReleaseFolder): Promise<readonly Change[]> {
    const { missing, described, description } = await this.compare(packaged);
    const paths = [...missing.map(({ path }) => path), ...(described ? [] : [description])];
    return paths.map((name) => ({ action: 'create', kind: 'blob', name, reason: 'it is not there' }));
  }

  async put(packaged: ReleaseFolder): Promise<'published' | 'present'> {
    const blobs = this.blobs();
    const { missing, described, description } = await this.compare(packaged);
    if (missing.length === 0 && described) return 'present';
    await inParallel(missing, UPLOADS_AT_ONCE, ({ path, content }) => blobs.create(path, content, contentType(path)));
    const created = await blobs.create(description, packaged.contents.get(RELEASE_FILE) ?? new Uint8Array(), JSON_TYPE);
    return created || missing.length > 0 ? 'published' : 'present';
  }

  private async compare({ release, contents }: ReleaseFolder): Promise<Comparison> {
    const stored = await listRelease(this.blobs(), release.id);
    const description = `${release.id}/${RELEASE_FILE}`;
    const wanted = release.files.map((file) => ({
      path: blobPath(release.id, file),
      content: contents.get(file.path) ?? new Uint8Array(),
    }));
    const unique = [...new Map(wanted.map((file) => [file.path, file])).values()];
    for (const { path, content } of unique) requireUnchanged(release.id, path, content, stored.get(path));
    const missing = unique.filter(({ path }) => !stored.has(path));
    return { missing, described: stored.has(description), description };
  }

  async list(): Promise<readonly string[]> {
    const paths = [...(await this.blobs().list('')).keys()];
    return paths
      .flatMap((path) => {
        const [id = '', file, ...rest] = path.split('/');
        return file === RELEASE_FILE && rest.length === 0 && isReleaseId(id) ? [id] : [];
      })
      .sort();
  }

  async manifest(id: string): Promise<Manifest> {
    const blobs = this.blobs();
    const [{ release }, stored, manifest] = await Promise.all([
      this.describe(id),
      listRelease(blobs, id),
      blobs.read(`${id}/${MANIFEST_FILE}`),
    ]);
    const differences = release.files.flatMap((file) => {
      const blob = stored.get(blobPath(id, file));
      if (blob === undefined) return [`${file.path} is missing`];
      return blob.bytes === file.bytes ? [] : [`${file.path} was changed`];
    });
    const expected = release.files.find(({ path }) => path === MANIFEST_FILE)?.sha256;
    if (manifest !== undefined && sha256(manifest.bytes) !== expected) differences.push(`${MANIFEST_FILE} was changed`);
    if (manifest === undefined || differences.length > 0) throw notAsPackaged(id, differences);
    // Verified bytes of our own compiler: a release whose manifest is no manifest cannot pass its checksum.
    return JSON.parse(Buffer.from(manifest.bytes).toString('utf8')) as Manifest;
  }

  /** The bytes of one file. @throws UserError when they are not those that were packaged */
  async file(id: string, file: ReleaseFile): Promise<Uint8Array> {
    const found = await this.blobs().read(blobPath(id, file));
    if (found !== undefined && sha256(found.bytes) === file.sha256) return found.bytes;
    throw notAsPackaged(id, [`${file.path} ${found === undefined ? 'is missing' : 'was changed'}`]);
  }

  /** The release's code as a package. */
  async wheel(id: string): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
    const { release } = await this.describe(id);
    const file = release.files.find(({ path }) => path.endsWith('.whl'));
    if (file === undefined) throw notAsPackaged(id, ['it holds no wheel']);
    return { name: file.path, bytes: await this.file(id, file) };
  }

  /** @throws UserError when there is no such release */
  async describe(id: string): Promise<{ readonly release: Release }> {
    const blobs = this.blobs();
    const description = await blobs.read(`${requireReleaseId(id)}/${RELEASE_FILE}`);
    if (description !== undefined) {
      return { release: parseRelease(Buffer.from(description.bytes).toString('utf8'), `${id}/${RELEASE_FILE}`) };
    }
    const known = await this.list();
    throw new UserError(
      'release-not-found',
      `release '${id}' is not published`,
      known.length === 0 ? 'Run `npx medallion publish` first.' : `Use one that is published: ${known.join(', ')}.`,
    );
  }
}

interface Comparison {
  readonly missing: readonly { readonly path: string; readonly content: Uint8Array }[];
  readonly described: boolean;
  readonly description: string;
}

async function listRelease(blobs: Blobs, id: string): Promise<ReadonlyMap<string, StoredBlob>> {
  const [own, shared] = await Promise.all([blobs.list(`${id}/`), blobs.list(SHARED_FOLDER)]);
  return new Map([...own, ...shared]);
}

function requireUnchanged(id: string, path: string, content: Uint8Array, stored: StoredBlob | undefined): void {
  if (stored === undefined) return;
  const { md5, bytes } = stored;
  if (bytes !== content.length || (md5 !== undefined && md5 !== md5Of(content))) {
    throw notAsPackaged(id, [`${path} was changed`]);
  }
}

const SHOWN = 5;

function notAsPackaged(id: string, differences: readonly string[]): UserError {
  return new UserError(
    'release-altered',
    `release ${id} is not what was packaged: ${differences.slice(0, SHOWN).join('; ')}`,
    'Delete those blobs, then publish the release again.',
  );
}

const JSON_TYPE = 'application/json';

function contentType(path: string): string {
  return path.endsWith('.json') ? JSON_TYPE : 'application/octet-stream';
}
