/** Installs what is missing, once; resumable, and skipped when nothing changed. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { isClone, project, setupHome } from './paths.mjs';
import { checkMachine } from './requirements.mjs';
import { SetupError } from './setup-error.mjs';
import { steps } from './steps.mjs';

const HEARTBEAT_SECONDS = 15;

/**
 * @typedef {import('./steps.mjs').Step} Step
 * @typedef {'packages' | 'engine'} Needs npm packages and the build only; or Python, Spark and Delta too
 * @param {{quiet?: boolean, needs?: Needs, arguments?: string[]}} [options] quiet: say nothing when there is nothing to do
 */
export async function ensureSetup(options = {}) {
  const { needs = 'engine', quiet = false } = options;
  const format = formatOf(options.arguments ?? []);
  const missing = stepsFor(needs).filter((step) => !isDone(step));
  if (missing.length > 0) await installAll(missing, needs);
  if (format === 'json') process.stdout.write(`${JSON.stringify({ installed: missing.map(({ name }) => name) })}\n`);
  else if (missing.length === 0 && !quiet) say('Set-up: everything stands.');
}

/** An installed package was built when it was packed, and its npm packages came with it. @param {Needs} needs */
export function stepsFor(needs) {
  return steps.filter(
    (step) => (needs === 'engine' || step.needs === 'packages') && (isClone || step.needs === 'engine'),
  );
}

/** @param {Step[]} missing @param {Needs} needs */
async function installAll(missing, needs) {
  if (project === undefined) {
    throw new SetupError(
      'no-project',
      `no folder from '${process.cwd()}' upwards is a project of medallion`,
      'Run the command in a project, or make one with `npx medallion init`.',
    );
  }
  const lacking = checkMachine(needs).filter(({ ok }) => !ok);
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

/** @param {string[]} args @returns {'text' | 'json'} */
export function formatOf(args) {
  const [option, value, ...rest] = args.flatMap((arg) => arg.split(/=(.*)/s).filter((part) => part !== ''));
  if (option === undefined) return 'text';
  if (option !== '--format')
    throw new SetupError('unknown-option', `unknown option '${option}'`, 'Use --format json, or no option.');
  if (rest.length === 0 && value === 'json') return 'json';
  if (rest.length === 0 && value === 'table') return 'text';
  const given = [value ?? 'nothing', ...rest].join(' ');
  throw new SetupError('unknown-option-value', `--format is '${given}'`, 'Use json or table.');
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`);
}
