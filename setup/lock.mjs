/** One set-up at a time. The lock holds as long as the process that took it lives, or a program that it started. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setupHome } from './paths.mjs';
import { SetupError } from './setup-error.mjs';

const file = join(setupHome, 'setup.lock');
let isMine = false;

/** @param {() => Promise<void>} work */
export async function withLock(work) {
  mkdirSync(setupHome, { recursive: true });
  const mine = () => write({ process: process.pid }, 'wx');
  try {
    mine();
  } catch {
    refuseWhileHeld();
    rmSync(file, { force: true });
    mine();
  }
  isMine = true;
  try {
    await work();
  } finally {
    isMine = false;
    rmSync(file, { force: true });
  }
}

/** A program that goes on when this process is killed keeps the lock. @param {number | undefined} child @param {string} name */
export function holdWith(child, name) {
  if (!isMine) return;
  write({ process: process.pid, ...(child === undefined ? {} : { child, name }) }, 'w');
}

function refuseWhileHeld() {
  const { process: holder, child, name } = read();
  const [pid, what] = isAlive(holder)
    ? [holder, 'set-up is going on already']
    : [child, `an interrupted set-up left '${name}' running`];
  if (!isAlive(pid)) return;
  throw new SetupError(
    'set-up-running',
    `${what} (process ${pid})`,
    `Wait until it has ended, or end it with \`kill ${pid}\`; then run the command again.`,
  );
}

/** @param {{process: number, child?: number, name?: string}} holder @param {'w' | 'wx'} flag */
function write(holder, flag) {
  writeFileSync(file, JSON.stringify(holder), { flag });
}

/** @returns {{process?: number, child?: number, name?: string}} */
function read() {
  try {
    const parsed = JSON.parse(readFileSync(file, 'utf8'));
    // Before version 0.2 the file held the number alone.
    return typeof parsed === 'number' ? { process: parsed } : parsed;
  } catch {
    return {};
  }
}

/** @param {number | undefined} pid */
function isAlive(pid) {
  if (pid === undefined) return false;
  try {
    process.kill(pid, 0);
    return !hasEnded(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Ended, though nobody asked for its exit code yet, as in a container whose first process does not. @param {number} pid */
function hasEnded(pid) {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && /\) Z /.test(readFileSync(file, 'utf8'));
}
