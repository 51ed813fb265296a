import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Everything set-up installs, apart from `node_modules` and `dist`. Delete the folder to start afresh. */
export const setupHome = join(root, '.medallion');

/** The interpreter of the virtual environment. */
export const venvPython =
  process.platform === 'win32'
    ? join(setupHome, 'venv', 'Scripts', 'python.exe')
    : join(setupHome, 'venv', 'bin', 'python');
