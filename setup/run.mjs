import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { holdWith } from './lock.mjs';
import { root, setupHome } from './paths.mjs';
import { SetupError } from './setup-error.mjs';

const TAIL_LINES = 15;
/** What ends a command from outside: handed on, so that no program outlives the set-up that started it. */
const ENDINGS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
/** Shells report a process that a signal ended as 128 and its number. */
const SIGNALLED = 128;

/**
 * Runs one command of a step; what it prints goes to a log and is shown only when it fails. A signal to this process goes to
 * the command and everything it started; this process ends when they have.
 * @param {string} step @param {string} command @param {string[]} args
 * @returns {Promise<void>}
 */
export function run(step, command, args) {
  mkdirSync(join(setupHome, 'logs'), { recursive: true });
  const log = join(setupHome, 'logs', `${step.toLowerCase().replaceAll(' ', '-')}.log`);
  const output = createWriteStream(log, { flags: 'w' });
  return new Promise((resolve, reject) => {
    const windows = process.platform === 'win32';
    // A group of its own: a signal reaches what npm and pip start too, and each of them once.
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: windows,
      detached: !windows,
    });
    holdWith(child.pid, `${command} ${args[0] ?? ''}`.trim());
    /** @type {NodeJS.Signals | undefined} */
    let ended;
    const end = (/** @type {NodeJS.Signals} */ signal) => {
      // Who asks twice does not want to wait for what ignores the first.
      signalGroup(child, ended === undefined ? signal : 'SIGKILL');
      ended = signal;
    };
    for (const signal of ENDINGS) process.on(signal, end);
    const over = () => {
      for (const signal of ENDINGS) process.off(signal, end);
      holdWith(undefined, '');
    };
    child.stdout.pipe(output, { end: false });
    child.stderr.pipe(output, { end: false });
    child.on('error', (error) => {
      over();
      const remedy = 'Run `npx medallion doctor`.';
      reject(new SetupError('program-not-found', `${command} cannot be started: ${error.message}`, remedy));
    });
    child.on('close', (code) => {
      over();
      output.end(() => {
        if (ended !== undefined) reject(interrupted(step, ended));
        else if (code === 0) resolve();
        else reject(failed(step, `${command} ${args[0] ?? ''}`, code, log));
      });
    });
  });
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
}

/** @param {string} step @param {NodeJS.Signals} signal */
function interrupted(step, signal) {
  return new SetupError(
    'set-up-interrupted',
    `set-up was interrupted (${signal}) at: ${step}; nothing it started goes on`,
    'Run the command again: set-up continues with this step.',
    SIGNALLED + constants.signals[signal],
  );
}

/** @param {string} step @param {string} command @param {number | null} code @param {string} log */
function failed(step, command, code, log) {
  const tail = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n  ');
  const remedy = `Read the whole output in ${log}, then run set-up again: it continues from here.`;
  return new SetupError('set-up-step-failed', `${step}: '${command}' ended with exit code ${code}:\n  ${tail}`, remedy);
}
