/**
 * Jars by list: `jars` for every lake on a laptop, `broker-jars` for the Kafka broker that a test starts. The Kafka reader is
 * Spark 3.5.3's, which runs on 3.5.5 as it is: not every mirror has the newer ones.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, setupHome, venvPython } from './paths.mjs';
import { run } from './run.mjs';
import { SetupError } from './setup-error.mjs';

/** @typedef {'jars' | 'broker-jars'} JarList */

/** @param {JarList} list */
export function haveJars(list) {
  return readJars(list).every(({ file }) => existsSync(join(setupHome, list, file)));
}

/**
 * Spark's own resolver fetches the jars; they count only when their bytes are the expected ones.
 *
 * @param {JarList} list
 */
export async function installJars(list) {
  const jars = readJars(list);
  const ivy = join(setupHome, 'ivy');
  const folder = join(setupHome, list);
  await run(list, venvPython, ['setup/resolve_jars.py', ivy, ...jars.map(({ coordinate }) => coordinate)]);
  mkdirSync(folder, { recursive: true });
  for (const { coordinate, file, sha256 } of jars) {
    const resolved = join(ivy, 'jars', `${coordinate.split(':')[0]}_${file}`);
    const found = existsSync(resolved) ? createHash('sha256').update(readFileSync(resolved)).digest('hex') : 'missing';
    if (found !== sha256) {
      throw new SetupError(
        'checksum-mismatch',
        `${file} has the SHA-256 ${found}, expected ${sha256}`,
        `Delete ${ivy} and run set-up again.`,
      );
    }
    copyFileSync(resolved, join(folder, `${file}.part`));
    renameSync(join(folder, `${file}.part`), join(folder, file));
  }
  rmSync(ivy, { recursive: true, force: true });
}

/**
 * @param {JarList} list
 * @returns {{coordinate: string, file: string, sha256: string}[]}
 */
function readJars(list) {
  return JSON.parse(readFileSync(join(root, 'setup', `${list}.json`), 'utf8'));
}
