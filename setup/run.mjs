import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, setupHome } from './paths.mjs';
import { SetupError } from './setup-error.mjs';

const TAIL_LINES = 15;

/**
 * Runs one command of a step; what it prints goes to a log and is shown only when it fails.
 * @param {string} step @param {string} command @param {string[]} args
 * @returns {Promise<void>}
 */
export function run(step, command, args) {
  mkdirSync(join(setupHome, 'logs'), { recursive: true });
  const log = join(setupHome, 'logs', `${step.toLowerCase().replaceAll(' ', '-')}.log`);
  const output = createWriteStream(log, { flags: 'w' });
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    child.stdout.pipe(output, { end: false });
    child.stderr.pipe(output, { end: false });
    child.on('error', (error) =>
      reject(
        new SetupError(
          'program-not-found',
          `${command} cannot be started: ${error.message}`,
          'Run `npx medallion doctor`.',
        ),
      ),
    );
    child.on('close', (code) => {
      output.end(() => {
        if (code === 0) {
          resolve();
          return;
        }
        const tail = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES).join('\n  ');
        const remedy = `Read the whole output in ${log}, then run set-up again: it continues from here.`;
        reject(
          new SetupError(
            'set-up-step-failed',
            `${step}: '${command} ${args[0] ?? ''}' ended with exit code ${code}:\n  ${tail}`,
            remedy,
          ),
        );
      });
    });
  });
}
