import { createHash } from 'node:crypto';
import { UserError } from '../shared/errors';

/**
 * `release.json`: what a release consists of.
 *
 * A release is immutable and named by its content: two clones that package the same sources get the same id, on any
 * machine and on any day. It holds nothing of an environment, so the bundle that was tested is the one that runs.
 */
export const RELEASE_SCHEMA_VERSION = 1;
export const RELEASE_FILE = 'release.json';
export const MANIFEST_FILE = 'manifest.json';
/** On `PYTHONPATH` where the release runs. */
export const CODE_FILE = 'medallion.zip';

export interface ReleaseFile {
  /** Below the release's folder, with `/`. */
  readonly path: string;
  /** Hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

export interface Release {
  readonly schemaVersion: typeof RELEASE_SCHEMA_VERSION;
  /** First 16 hexadecimal digits of SHA-256 over every other file's path and digest. */
  readonly id: string;
  /** Version of the Python package inside, PEP 440. */
  readonly version: string;
  /** Every file but `release.json`, sorted by path. */
  readonly files: readonly ReleaseFile[];
}

export function describeRelease(version: string, contents: ReadonlyMap<string, Uint8Array>): Release {
  const files = [...contents]
    .map(([path, bytes]): ReleaseFile => ({ path, sha256: sha256(bytes), bytes: bytes.length }))
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  return { schemaVersion: RELEASE_SCHEMA_VERSION, id: releaseId(files), version, files };
}

export function releaseId(files: readonly ReleaseFile[]): string {
  const listing = files.map(({ path, sha256: digest }) => `${path}\0${digest}\n`).sort();
  return sha256(listing.join('')).slice(0, ID_LENGTH);
}

/** 64 bits: a clash among a million releases has a chance of one in thirty million, and the id still fits a path. */
const ID_LENGTH = 16;
const ID = new RegExp(`^[0-9a-f]{${ID_LENGTH}}$`);

export function isReleaseId(text: string): boolean {
  return ID.test(text);
}

/** @throws UserError when `text` is no release id */
export function requireReleaseId(text: string): string {
  if (isReleaseId(text)) return text;
  throw new UserError(
    'invalid-release-id',
    `'${text}' is not a release id`,
    `Give the ${ID_LENGTH} hexadecimal digits that \`npx medallion package\` prints.`,
  );
}

export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The bytes of `release.json`. */
export function serializeRelease(release: Release): string {
  return `${JSON.stringify(release, null, 2)}\n`;
}

/**
 * @param origin where the text comes from, for the message
 * @throws UserError when the text is no release description of a known version
 */
export function parseRelease(text: string, origin: string): Release {
  const value = parseJson(text);
  if (isRelease(value)) return value;
  throw new UserError(
    'release-unreadable',
    `${origin} does not describe a release of schema version ${RELEASE_SCHEMA_VERSION}`,
    'Package and publish the release again with this version of Medallion.',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRelease(value: unknown): value is Release {
  if (typeof value !== 'object' || value === null) return false;
  const { schemaVersion, id, version, files } = value as Record<keyof Release, unknown>;
  return (
    schemaVersion === RELEASE_SCHEMA_VERSION &&
    typeof id === 'string' &&
    typeof version === 'string' &&
    Array.isArray(files) &&
    files.every(isReleaseFile)
  );
}

function isReleaseFile(value: unknown): value is ReleaseFile {
  if (typeof value !== 'object' || value === null) return false;
  const { path, sha256: digest, bytes } = value as Record<keyof ReleaseFile, unknown>;
  return typeof path === 'string' && typeof digest === 'string' && typeof bytes === 'number';
}
