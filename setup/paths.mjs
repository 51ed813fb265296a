import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package: this repository, or a folder of `node_modules`. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** A clone has its sources and builds itself; an installed package was built when it was packed. */
export const isClone = existsSync(join(root, 'tsconfig.json'));

/** The lake that commands are about. Found as `cli/paths.ts` does it, which may not be compiled yet. */
export const project = projectAbove(process.cwd()) ?? (isClone ? root : undefined);

/** Everything set-up installs, apart from `node_modules` and `dist`. Delete the folder to start afresh. */
export const setupHome = join(project ?? process.cwd(), '.medallion');

/** The interpreter of the virtual environment. */
export const venvPython =
  process.platform === 'win32'
    ? join(setupHome, 'venv', 'Scripts', 'python.exe')
    : join(setupHome, 'venv', 'bin', 'python');

/** @param {string} folder @returns {string | undefined} */
function projectAbove(folder) {
  const file = join(folder, 'package.json');
  if (existsSync(file)) {
    const { name, dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8'));
    if (name === 'medallion' || 'medallion' in { ...dependencies, ...devDependencies }) return folder;
  }
  return dirname(folder) === folder ? undefined : projectAbove(dirname(folder));
}
