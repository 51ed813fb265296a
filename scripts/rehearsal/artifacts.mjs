/** Artifacts as both systems keep them: the bytes of files, without their modes, and without links. */
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PLAIN = 0o644;

/**
 * @param {string} store folder of all artifacts @param {string} name @param {string} source a file or folder
 * @param {{hidden: boolean}} options whether files and folders whose names begin with a dot are taken
 * @returns number of files
 */
export function keep(store, name, source, { hidden }) {
  const target = join(store, name);
  if (existsSync(target)) throw new Error(`there is an artifact '${name}' already`);
  const files = filesOf(source).filter((file) => hidden || !file.split('/').some((part) => part.startsWith('.')));
  for (const file of files) copyPlain(join(source, file), join(target, file));
  return files.length;
}

/** @param {string} store @param {string} name @param {string} target */
export function fetch(store, name, target) {
  const source = join(store, name);
  if (!existsSync(source)) throw new Error(`there is no artifact '${name}'`);
  for (const file of filesOf(source)) copyPlain(join(source, file), join(target, file));
}

/** Paths of the files under a folder. @param {string} folder @returns {string[]} */
function filesOf(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(folder, file)).isFile(),
  );
}

/** @param {string} from @param {string} to */
function copyPlain(from, to) {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  chmodSync(to, PLAIN);
}
