import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readAccepted } from '../contracts/accepted';
import { compileManifest, serializeManifest } from '../contracts/compile';
import { UserError } from '../shared/errors';
import { loadContracts } from '../contracts/load';
import { archive } from './archive';
import { readTree, writeFolder } from './files';
import { CODE_FILE, describeRelease, MANIFEST_FILE, RELEASE_FILE, serializeRelease, sha256 } from './release';
import { readVerified, type ReleaseFolder } from './verify';
import { buildWheel } from './wheel';

export interface Packaging {
  /** The lake: holds `pipelines/sql/` and `contracts/tables/`. */
  readonly repository: string;
  /** The package: holds `pipelines/src/`, `pipelines/jobs/` and `package.json`. @default - the lake's folder */
  readonly engine?: string;
  /** Holds one folder a release, named by its id. */
  readonly packages: string;
}

/**
 * Builds the release of the present sources into `<packages>/<id>/`: code as importable zip and as wheel, job entry
 * files, SQL and the compiled contracts. Same sources, same bytes, same id. A release that is there already is kept.
 *
 * @throws UserError when a source is missing
 * @throws ContractError when a contract is wrong
 */
export function packageRelease({ repository, packages, engine = repository }: Packaging): ReleaseFolder {
  const { version, contents } = buildRelease(repository, engine);
  const release = describeRelease(version, contents);
  const directory = join(packages, release.id);
  if (existsSync(directory)) {
    const intact = readIntact(directory);
    if (intact !== undefined) return intact;
    rmSync(directory, { recursive: true });
  }
  writeFolder(directory, new Map<string, Uint8Array | string>(contents).set(RELEASE_FILE, serializeRelease(release)));
  return readVerified(directory);
}

function readIntact(directory: string): ReleaseFolder | undefined {
  try {
    return readVerified(directory);
  } catch {
    return undefined;
  }
}

interface ReleaseContents {
  readonly version: string;
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

function buildRelease(repository: string, engine: string): ReleaseContents {
  const pipelines = join(engine, 'pipelines');
  const modules = readSources(join(pipelines, 'src'), 'the Python package', 'medallion/__main__.py');
  const jobs = readSources(join(pipelines, 'jobs'), 'the job entry files');
  const sql = readSources(join(repository, 'pipelines', 'sql'), 'the SQL files');
  const contracts = loadContracts(join(repository, 'contracts', 'tables'));
  const readSql = (path: string): string => {
    const bytes = sql.get(path);
    if (bytes !== undefined) return Buffer.from(bytes).toString('utf8');
    throw new UserError(
      'sql-file-not-found',
      `the SQL file '${path}' named by a contract does not exist`,
      `Write pipelines/sql/${path}, or name one of: ${[...sql.keys()].join(', ')}.`,
    );
  };
  const manifest = compileManifest(contracts, readSql, readAccepted(repository));
  const version = contentVersion(readVersion(join(engine, 'package.json')), modules);
  const wheel = buildWheel(modules, version);
  const contents = new Map<string, Uint8Array>([
    [MANIFEST_FILE, Buffer.from(serializeManifest(manifest))],
    [CODE_FILE, archive(modules)],
    [wheel.name, wheel.bytes],
    ...below('jobs', jobs),
    ...below('sql', sql),
  ]);
  return { version, contents };
}

function below(folder: string, files: ReadonlyMap<string, Uint8Array>): [string, Uint8Array][] {
  return [...files].map(([path, bytes]) => [`${folder}/${path}`, bytes]);
}

/** What tools leave beside sources, and what only tests need. */
const EXCLUDED = /^(\..*|__pycache__|tests|.*\.py[co]|.*\.egg-info)$/;

function readSources(directory: string, what: string, needed?: string): ReadonlyMap<string, Uint8Array> {
  const files = existsSync(directory) ? readTree(directory, (name) => !EXCLUDED.test(name)) : new Map<string, never>();
  if (files.size > 0 && (needed === undefined || files.has(needed))) return files;
  const found = existsSync(directory) ? `holds ${readdirSync(directory).join(', ') || 'nothing'}` : 'does not exist';
  throw new UserError(
    'package-incomplete',
    `${what} cannot be packaged: '${directory}' ${found}${needed === undefined ? '' : `, needed is ${needed}`}`,
    'Restore the folder from version control, or run the command in a complete clone.',
  );
}

function readVersion(file: string): string {
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof parsed === 'object' && parsed !== null && 'version' in parsed && typeof parsed.version === 'string') {
    return parsed.version;
  }
  throw new UserError('package-version-missing', `${file} states no version`, 'Add "version", for example "1.0.0".');
}

/**
 * A local version label from the code's digest (PEP 440): Synapse refuses a second workspace package of the same name, so
 * other code must have another name. The letter keeps a label of digits only from being read as a number.
 */
function contentVersion(version: string, modules: ReadonlyMap<string, Uint8Array>): string {
  return `${version}+h${sha256(archive(modules)).slice(0, 12)}`;
}
