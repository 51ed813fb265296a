import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../../contracts/manifest';
import { UserError } from '../../../shared/errors';
import { writeFolder } from '../../files';
import { isReleaseId, MANIFEST_FILE, requireReleaseId } from '../../release';
import type { Change, ReleaseStore } from '../../target';
import { readVerified, type ReleaseFolder } from '../../verify';

/** Releases as folders: `<directory>/<id>/`. */
export class LocalReleaseStore implements ReleaseStore {
  constructor(private readonly directory: string) {}

  async plan({ release }: ReleaseFolder): Promise<readonly Change[]> {
    if (existsSync(join(this.directory, release.id))) return [];
    return [{ action: 'create', kind: 'release', name: release.id, reason: 'it is not published' }];
  }

  async put({ release, contents }: ReleaseFolder): Promise<'published' | 'present'> {
    const destination = join(this.directory, release.id);
    if (existsSync(destination)) {
      readVerified(destination);
      return 'present';
    }
    const written = writeFolder(destination, contents);
    readVerified(destination);
    return written ? 'published' : 'present';
  }

  async list(): Promise<readonly string[]> {
    return existsSync(this.directory) ? readdirSync(this.directory).filter(isReleaseId).sort() : [];
  }

  async manifest(id: string): Promise<Manifest> {
    const { contents } = this.open(id);
    // Verified bytes of our own compiler: a release whose manifest is no manifest cannot pass its checksum.
    return JSON.parse(Buffer.from(contents.get(MANIFEST_FILE) ?? []).toString('utf8')) as Manifest;
  }

  /** @throws UserError when the release is not here, or was changed since */
  open(id: string): ReleaseFolder {
    const directory = join(this.directory, requireReleaseId(id));
    if (existsSync(directory)) return readVerified(directory);
    const known = existsSync(this.directory) ? readdirSync(this.directory).filter(isReleaseId).sort() : [];
    throw new UserError(
      'release-not-found',
      `release '${id}' is not published`,
      known.length === 0 ? 'Run `npx medallion publish` first.' : `Use one that is published: ${known.join(', ')}.`,
    );
  }
}
