/**
 * Writes `environments/locks/<environment>.json` from what the repository synthesizes now, and says what entered and what
 * left. Run it after a review has agreed to lose what leaves; the change of the lock is part of the pull request. With
 * `--standby` it locks the recovery environment too, once that is deployed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';

const require = createRequire(import.meta.url);
const { loadStacks } = require(join(root, 'dist', 'synthesized', 'load-stacks.js'));
const { lockOf } = require(join(root, 'dist', 'synthesized', 'address-lock.js'));

const output = mkdtempSync(join(tmpdir(), 'medallion-lock-'));
try {
  execFileSync(process.execPath, [join(root, 'dist', 'main.js'), '--unlocked', ...process.argv.slice(2)], {
    cwd: root,
    env: { ...process.env, CDKTF_OUTDIR: output },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stacks = loadStacks(output);
  const folder = join(root, 'environments', 'locks');
  mkdirSync(folder, { recursive: true });
  for (const name of new Set(stacks.map((/** @type {{environment: string}} */ stack) => stack.environment))) {
    const own = stacks.filter((/** @type {{environment: string}} */ stack) => stack.environment === name);
    write(name, join(folder, `${name}.json`), lockOf(own));
  }
} finally {
  rmSync(output, { recursive: true, force: true });
}

/** @param {string} name @param {string} file @param {Record<string, Record<string, unknown>>} lock */
function write(name, file, lock) {
  const before = existsSync(file) ? addresses(JSON.parse(readFileSync(file, 'utf8'))) : [];
  const after = addresses(lock);
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  for (const address of after.filter((one) => !before.includes(one))) console.log(`${name}: locked ${address}`);
  for (const address of before.filter((one) => !after.includes(one))) console.log(`${name}: RELEASED ${address}`);
  console.log(`${name}: ${after.length} addresses locked`);
}

/** @param {Record<string, Record<string, unknown>>} lock */
function addresses(lock) {
  return Object.entries(lock).flatMap(([stack, locked]) => Object.keys(locked).map((one) => `${stack}/${one}`));
}
