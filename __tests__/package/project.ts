/** A project of a team, made by `medallion init` from a packed package. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };
export const TARBALL = `medallion-${version}.tgz`;

/** A new folder with the tarball in it. */
export function packed(): string {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'medallion-package-')));
  runIn(ROOT, 'npm', 'pack', '--silent', '--pack-destination', place);
  return place;
}

export function runIn(cwd: string, command: string, ...args: readonly string[]): string {
  const maxBuffer = 64 * 2 ** 20;
  return execFileSync(command, args, { cwd, encoding: 'utf8', maxBuffer, stdio: ['ignore', 'pipe', 'pipe'] });
}

export interface Project {
  readonly folder: string;
  /** `npx medallion ...`, by the package that is installed in the project. */
  readonly medallion: (...args: readonly string[]) => string;
  /** Any program of `node_modules/.bin`. */
  readonly tool: (name: string, ...args: readonly string[]) => string;
}

export function projectAt(folder: string): Project {
  const entry = join('node_modules', 'medallion', 'bin', 'medallion.mjs');
  return {
    folder,
    medallion: (...args) => runIn(folder, process.execPath, entry, ...args),
    tool: (name, ...args) => runIn(folder, join('node_modules', '.bin', name), ...args),
  };
}

/**
 * The packed package unpacked as npm does, beside the packages of this repository: to install them again would take minutes.
 *
 * @param place folder with the tarball
 */
export function unpackedProject(place: string, name: string): Project {
  const folder = join(place, name);
  const packages = join(folder, 'node_modules');
  mkdirSync(join(packages, 'medallion'), { recursive: true });
  runIn(folder, 'tar', '-xzf', join('..', TARBALL), '--strip-components=1', '-C', join(packages, 'medallion'));
  for (const one of readdirSync(join(ROOT, 'node_modules')))
    symlinkSync(join(ROOT, 'node_modules', one), join(packages, one));
  return projectAt(folder);
}

export function commit(folder: string): void {
  const git = (...args: readonly string[]) =>
    runIn(folder, 'git', '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args);
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'init');
}
