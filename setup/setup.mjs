/** Installs what is missing, once; resumable, and skipped when nothing changed. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setupHome } from './paths.mjs';
import { checkMachine } from './requirements.mjs';
import { SetupError } from './setup-error.mjs';
import { steps } from './steps.mjs';

const HEARTBEAT_SECONDS = 15;

/**
 * @typedef {import('./steps.mjs').Step} Step
 * @param {{quiet?: boolean}} [options] quiet: say nothing when there is nothing to do
 */
export async function ensureSetup(options = {}) {
  const missing = steps.filter((step) => !isDone(step));
  if (missing.length === 0) {
    if (options.quiet !== true) say('Set-up: everything stands.');
    return;
  }
  const lacking = checkMachine().filter(({ ok }) => !ok);
  if (lacking.length > 0) {
    const what = lacking.map(({ name, found, required }) => `${name} is ${found}, required is ${required}`).join('; ');
    throw new SetupError('machine-not-ready', what, lacking.map(({ remedy }) => remedy).join(' '));
  }
  await withLock(async () => {
    for (const [position, step] of missing.entries()) {
      // An earlier step may have been the only reason (new packages, same sources).
      if (!isDone(step)) await install(step, `[${position + 1}/${missing.length}] ${step.name}`);
    }
  });
}

/** @param {Step} step */
export function isDone(step) {
  const stamp = stampOf(step);
  return step.present() && existsSync(stamp) && readFileSync(stamp, 'utf8') === step.fingerprint();
}

/** @param {Step} step @param {string} label */
async function install(step, label) {
  const begun = Date.now();
  const seconds = () => ((Date.now() - begun) / 1000).toFixed(0);
  say(`${label} ...`);
  rmSync(stampOf(step), { force: true });
  const heartbeat = setInterval(() => say(`${label} ... ${seconds()} s`), HEARTBEAT_SECONDS * 1000);
  try {
    await step.install();
  } finally {
    clearInterval(heartbeat);
  }
  mkdirSync(join(setupHome, 'stamps'), { recursive: true });
  writeFileSync(stampOf(step), step.fingerprint());
  say(`${label} done in ${seconds()} s`);
}

/** @param {Step} step */
function stampOf(step) {
  return join(setupHome, 'stamps', step.name.toLowerCase().replaceAll(' ', '-'));
}

/** @param {() => Promise<void>} work */
async function withLock(work) {
  mkdirSync(setupHome, { recursive: true });
  const lock = join(setupHome, 'setup.lock');
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch {
    const holder = Number(readFileSync(lock, 'utf8'));
    if (isAlive(holder)) {
      throw new SetupError(
        'set-up-running',
        `set-up is going on already (process ${holder})`,
        'Wait until it has ended, then run the command again.',
      );
    }
    writeFileSync(lock, String(process.pid));
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`);
}
