/**
 * Finds every error that the source can raise: its code, message and remedy as far as they are written out.
 *
 * What is computed shows as `<name>`; a text that is computed as a whole is undefined.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { venvPython } from '../../setup/paths.mjs';
import { typescriptErrors } from './typescript.mjs';

/** @typedef {{ code?: string, message?: string, remedies: string[], file: string, line: number }} RaisedError */

/** Folders of the TypeScript side. */
const FOLDERS = [
  'shared',
  'azure',
  'contracts',
  'synthesized',
  'environments',
  'policies',
  'finops',
  'delivery',
  'refusals',
  'constructs',
  'report',
  'stacks',
  'review',
  'cli',
  'setup',
  'bin',
];

/** @param {string} root folder of the repository @returns {RaisedError[]} in the order of the files */
export function collectErrors(root) {
  const files = FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
      .filter((file) => /\.(ts|mjs)$/.test(file))
      .sort(),
  );
  const typescript = files.flatMap((file) => typescriptErrors(file, readFileSync(join(root, file), 'utf8')));
  return [...typescript, ...pythonErrors(root)];
}

/** @param {string} root @returns {RaisedError[]} */
function pythonErrors(root) {
  if (!existsSync(join(root, 'pipelines', 'src'))) return [];
  const script = fileURLToPath(new URL('python_errors.py', import.meta.url));
  const { status, stdout, stderr } = spawnSync(venvPython, [script, root], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`python_errors.py failed: ${stderr}`);
  return JSON.parse(stdout);
}
