/** What the user's machine must have, and how to tell. Used by set-up and by `medallion doctor`. */
import { spawnSync } from 'node:child_process';
import { existsSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { project, root } from './paths.mjs';

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {boolean} ok
 * @property {string} found what stands there now
 * @property {string} required
 * @property {string} remedy what to do when it is not ok
 */

/** Set-up takes 2.6 GiB (npm 0.9, Python 0.8, caches 0.4), the sample lake 0.5. */
const NEEDED_DISK_GIB = 4;

/** @param {'packages' | 'engine'} [needs] @returns {Check[]} */
export function checkMachine(needs = 'engine') {
  const packages = [checkNode(), checkNpm()];
  return needs === 'packages' ? packages : [...packages, checkPython(), checkJava(), checkDisk()];
}

/** @returns {Check} */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return {
    name: 'Node.js',
    ok: (major === 20 && minor >= 19) || major > 20,
    found: process.versions.node,
    required: '20.19 or newer',
    remedy: 'Install Node.js 20 LTS (20.19 or newer).',
  };
}

/** @returns {Check} */
function checkNpm() {
  const version = firstLine('npm', ['--version']);
  return {
    name: 'npm',
    ok: version !== undefined,
    found: version ?? 'not found',
    required: 'any that comes with Node.js 20',
    remedy: 'Install npm; it is part of every Node.js installer.',
  };
}

/** @returns {Check} */
export function checkPython() {
  const python = findPython();
  return {
    name: 'Python',
    ok: python !== undefined,
    found: python === undefined ? 'no Python 3.11 with the venv module' : `${python.version} (${python.command})`,
    required: '3.11, with the venv module',
    remedy:
      'Install Python 3.11 (on Debian and Ubuntu also python3.11-venv), or name its interpreter in MEDALLION_PYTHON.',
  };
}

/**
 * Synapse Spark 3.5 runs Python 3.11: another version would test other behaviour than the pool's.
 * @returns {{command: string, version: string} | undefined}
 */
export function findPython() {
  const candidates = [process.env.MEDALLION_PYTHON, 'python3.11', 'python3', 'python'].filter(
    (name) => name !== undefined,
  );
  for (const command of candidates) {
    const version = firstLine(command, ['-c', 'import sys, venv, ensurepip; print("%d.%d.%d" % sys.version_info[:3])']);
    if (version?.startsWith('3.11.')) return { command, version };
  }
  return undefined;
}

/** @returns {Check} */
export function checkJava() {
  const home = process.env.JAVA_HOME;
  const command = home !== undefined && existsSync(join(home, 'bin', 'java')) ? join(home, 'bin', 'java') : 'java';
  const { stderr = '', error } = spawnSync(command, ['-version'], { encoding: 'utf8' });
  const version = error === undefined ? /version "([^"]+)"/.exec(stderr)?.[1] : undefined;
  const major = Number(version?.split('.')[0]);
  return {
    name: 'Java',
    ok: major === 11 || major === 17,
    found: version ?? 'not found',
    required: '11 or 17',
    remedy: 'Install a Java 17 runtime (on Debian and Ubuntu openjdk-17-jre-headless), or point JAVA_HOME at one.',
  };
}

/** @returns {Check} */
function checkDisk() {
  const { bavail, bsize } = statfsSync(project ?? root);
  const free = (bavail * bsize) / 2 ** 30;
  return {
    name: 'Disk',
    ok: free >= NEEDED_DISK_GIB,
    found: `${free.toFixed(0)} GiB free`,
    required: `${NEEDED_DISK_GIB} GiB free`,
    remedy: `Free some space where the project lies.`,
  };
}

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {string | undefined} undefined when the command is missing or fails
 */
function firstLine(command, args) {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', shell: process.platform === 'win32' });
  return status === 0 ? stdout.trim().split('\n')[0] : undefined;
}
