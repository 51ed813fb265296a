import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../shared/errors';
import { readTree } from './files';
import { parseRelease, RELEASE_FILE, releaseId, sha256, type Release } from './release';

export interface ReleaseFolder {
  readonly release: Release;
  readonly directory: string;
  /** Every file, `release.json` included, as it was when it was verified. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a release and proves that it is what its id says: every file present, unchanged, and none besides.
 *
 * @throws UserError that names the first files that differ
 */
export function readVerified(directory: string): ReleaseFolder {
  const description = join(directory, RELEASE_FILE);
  if (!existsSync(description)) {
    throw new UserError(
      'release-not-found',
      `there is no release in '${directory}'`,
      'Run `npx medallion package`, then `npx medallion publish`.',
    );
  }
  const release = parseRelease(readFileSync(description, 'utf8'), description);
  const contents = readTree(directory);
  const differences = differencesOf(release, contents);
  if (differences.length > 0) {
    throw new UserError(
      'release-altered',
      `release ${release.id} in '${directory}' is not what was packaged: ${differences.slice(0, SHOWN).join('; ')}`,
      'Delete that folder, then package and publish the release again.',
    );
  }
  return { release, directory, contents };
}

const SHOWN = 5;

function differencesOf(release: Release, contents: ReadonlyMap<string, Uint8Array>): readonly string[] {
  const changed = release.files.flatMap(({ path, sha256: expected }) => {
    const bytes = contents.get(path);
    if (bytes === undefined) return [`${path} is missing`];
    return sha256(bytes) === expected ? [] : [`${path} was changed`];
  });
  const known = new Set([RELEASE_FILE, ...release.files.map(({ path }) => path)]);
  const added = [...contents.keys()].filter((path) => !known.has(path)).map((path) => `${path} was added`);
  const renamed = releaseId(release.files) === release.id ? [] : [`${RELEASE_FILE} lists other files than its id`];
  return [...changed, ...added, ...renamed];
}
