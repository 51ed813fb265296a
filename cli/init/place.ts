/** Where a project is written: an empty folder, whole or not at all. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../../shared/errors';
import { versionOfPackage } from '../paths';
import type { ProjectFiles } from './files';

/** What `npm install <tarball>` and `git init` leave in a folder that holds no project yet. */
const BEFORE = /^(\.git|node_modules|package\.json|package-lock\.json|.*\.tgz)$/;
const ASIDE = '.medallion-init';

/** @throws UserError when the folder holds what a project could overwrite, or cannot be written */
export function requireEmpty(folder: string): void {
  const found = existsSync(folder) ? readdirSync(folder).filter((name) => !BEFORE.test(name) && name !== ASIDE) : [];
  if (found.length > 0) {
    throw new UserError(
      'folder-not-empty',
      `'${folder}' holds ${found.slice(0, 5).join(', ')}${found.length > 5 ? ` and ${found.length - 5} more` : ''}`,
      'Choose an empty folder, or name one.',
    );
  }
  const file = join(folder, 'package.json');
  const scripts = existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as { scripts?: object }).scripts
    : undefined;
  if (scripts === undefined || Object.keys(scripts).every((name) => name === 'test')) return;
  throw new UserError('folder-not-empty', `'${file}' is of a project already`, 'Choose an empty folder.');
}

/** Everything is written aside first, then moved: a disk that is full or read-only leaves nothing behind. */
export function writeProject(folder: string, files: ProjectFiles): void {
  const aside = join(folder, ASIDE);
  try {
    rmSync(aside, { recursive: true, force: true });
    for (const [path, text] of files) {
      mkdirSync(dirname(join(aside, path)), { recursive: true });
      writeFileSync(join(aside, path), text);
    }
    for (const name of readdirSync(aside)) renameSync(join(aside, name), join(folder, name));
    rmSync(aside, { recursive: true });
  } catch (error) {
    try {
      rmSync(aside, { recursive: true, force: true });
    } catch {
      // It could not be written either: nothing stands there.
    }
    throw new UserError(
      'folder-not-writable',
      `'${folder}' cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      'Make the folder writable, or name another one.',
    );
  }
}

/**
 * Where npm found this package, as a project can say it again: what its folder, or the one above `node_modules`, depends on.
 *
 * @param engine folder of the package
 * @returns undefined for a clone, which npm did not install
 */
export function packageSpec(engine: string, folder: string): string | undefined {
  const above = basename(dirname(engine));
  // Called by its name on the registry: the project gives it its short name.
  if (above.startsWith('@')) return `npm:${above}/${basename(engine)}@${versionOfPackage()}`;
  if (above !== 'node_modules') return undefined;
  const holder = resolve(engine, '..', '..');
  const file = join(holder, 'package.json');
  if (!existsSync(file)) return undefined;
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly devDependencies?: Readonly<Record<string, string>>;
  };
  const spec = dependencies['medallion'] ?? devDependencies['medallion'];
  return spec?.startsWith('file:') === true ? fileSpec(resolve(holder, spec.slice('file:'.length)), folder) : spec;
}

/** Of a file inside the project the path; a path of one machine is of no use to anybody else. */
export function fileSpec(path: string, folder: string): string {
  const inside = relative(folder, path);
  const shown = inside.startsWith('..') || isAbsolute(inside) ? inside : `.${sep}${inside}`;
  return `file:${shown.replaceAll('\\', '/')}`;
}
