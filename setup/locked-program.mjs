/** Python programs that serve the repository and no lake: each in an environment of its own, made on first use from a hashed lock. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, setupHome } from './paths.mjs';
import { findPython } from './requirements.mjs';

/**
 * Installs what `setup/<name>/requirements.lock` lists, unless that is what is installed.
 *
 * @param {string} name @returns {string} the folder of its programs
 */
export function installLocked(name) {
  const lock = join(root, 'setup', name, 'requirements.lock');
  const venv = join(setupHome, name);
  const stamp = join(venv, 'installed');
  const digest = createHash('sha256').update(readFileSync(lock)).digest('hex');
  const programs = join(venv, process.platform === 'win32' ? 'Scripts' : 'bin');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return programs;
  console.log(`Installing ${name} (once) ...`);
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(setupHome, { recursive: true });
  const python = findPython();
  if (python === undefined) throw new Error('There is no Python 3.11; `npx medallion doctor` tells what is missing.');
  run(python.command, ['-m', 'venv', venv]);
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes', '-r', lock];
  run(join(programs, 'python'), pip);
  writeFileSync(stamp, digest);
  return programs;
}

/** @param {string} command @param {readonly string[]} args */
function run(command, args) {
  const { status, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}
