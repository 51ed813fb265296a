/** What a project's package.json says about itself to Medallion, beside what npm reads in it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../shared/errors';
import { packageRoot, versionOfPackage } from './paths';

export interface ProjectFile {
  /** Version of Medallion that the project's files were written for, or upgraded to. */
  readonly version: string;
  /** Data that `start` brings into the landing zone. */
  readonly sample: 'retail' | 'crm' | 'none';
}

export function projectFile(project: string): ProjectFile {
  const own = versionOfPackage();
  if (project === packageRoot()) return { version: own, sample: 'retail' };
  const { medallion = {} } = read(project);
  const { version = own, sample = 'none' } = medallion;
  if (sample === 'retail' || sample === 'crm' || sample === 'none') return { version, sample };
  throw new UserError(
    'project-file-invalid',
    `${join(project, 'package.json')}: medallion.sample is '${String(sample)}'`,
    'Use retail, crm or none.',
  );
}

/** Says that the project's files suit this version; everything else in the file stays as it is. */
export function writeVersion(project: string, version: string): void {
  const file = join(project, 'package.json');
  const content = JSON.parse(readFileSync(file, 'utf8')) as { readonly medallion?: object };
  writeFileSync(file, `${JSON.stringify({ ...content, medallion: { ...content.medallion, version } }, null, 2)}\n`);
}

/**
 * @throws UserError when the project was upgraded to a newer version than this, or has another version installed than the one
 * that was called: the two would not agree on what a file means
 */
export function checkVersions(project: string): void {
  const own = versionOfPackage();
  const { version } = projectFile(project);
  if (isNewer(version, own)) {
    throw new UserError(
      'project-newer',
      `the project in ${project} is of medallion ${version}, this is ${own}`,
      'Install the packages of the project (`npm ci`), and call `npx medallion` in its folder.',
    );
  }
  const installed = join(project, 'node_modules', 'medallion', 'package.json');
  if (project === packageRoot() || !existsSync(installed)) return;
  const there = (JSON.parse(readFileSync(installed, 'utf8')) as { readonly version: string }).version;
  if (there === own) return;
  throw new UserError(
    'two-versions',
    `the project in ${project} has medallion ${there} installed, this is ${own}`,
    'Use `npx medallion` in the folder of the project: it takes the one that is installed there.',
  );
}

/** By numbers: `0.10.0` is newer than `0.9.1`. What follows a hyphen or a plus does not count. */
export function isNewer(version: string, than: string): boolean {
  const [one, other] = [version, than].map((text) => (text.split(/[-+]/)[0] ?? '').split('.').map(Number));
  const at = [0, 1, 2].find((place) => one?.[place] !== other?.[place]);
  return at !== undefined && (one?.[at] ?? 0) > (other?.[at] ?? 0);
}

function read(project: string) {
  return JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
    readonly medallion?: { readonly version?: string; readonly sample?: unknown };
  };
}
