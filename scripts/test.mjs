/**
 * Every check of the repository, TypeScript and Python side by side; says at the end how many tests ran in each language.
 *
 * What a check prints comes as one block when it ends, so that two languages never mix.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, setupHome } from '../setup/paths.mjs';

const SECONDS_BETWEEN_SIGNS_OF_LIFE = 30;

const results = join(setupHome, 'test-results');
const jest = join(results, 'jest.json');
const pytest = join(results, 'pytest.xml');

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

/** @typedef {{name: string, script: string, args?: readonly string[]}} Check */
/** @typedef {{name: string, passed: boolean, seconds: number}} Outcome */

/** Each lane in the order of what fails fastest. @type {readonly (readonly Check[])[]} */
const lanes = [
  [
    { name: 'types (tsc)', script: 'typecheck' },
    { name: 'lint (eslint, prettier)', script: 'lint' },
    { name: 'tests (jest)', script: 'test:typescript', args: ['--json', `--outputFile=${jest}`] },
  ],
  [
    { name: 'types (mypy)', script: 'typecheck:python' },
    { name: 'lint (ruff)', script: 'lint:python' },
    { name: 'tests (pytest)', script: 'test:python', args: [`--junitxml=${pytest}`] },
  ],
];

const outcomes = (await Promise.all(lanes.map(runLane))).flat();

process.stdout.write('\n');
for (const { name, passed, seconds } of outcomes) {
  process.stdout.write(`${passed ? 'ok    ' : 'FAILED'}  ${name.padEnd(26)} ${seconds.toFixed(0)} s\n`);
}
const typescript = countJest();
const python = countPytest();
printCount('TypeScript', typescript);
printCount('Python', python);
const ran = [typescript, python].every(({ passed }) => passed > 0);
process.exitCode = outcomes.every(({ passed }) => passed) && ran ? 0 : 1;

/** @typedef {{passed: number, failed: number, skipped: number}} Count */

/** @returns {Count} */
function countJest() {
  if (!existsSync(jest)) return { passed: 0, failed: 0, skipped: 0 };
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(jest, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
}

/** @returns {Count} */
function countPytest() {
  const suite = existsSync(pytest) ? (/<testsuite [^>]*>/.exec(readFileSync(pytest, 'utf8'))?.[0] ?? '') : '';
  const number = (/** @type {string} */ name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = number('failures') + number('errors');
  return { passed: number('tests') - failed - number('skipped'), failed, skipped: number('skipped') };
}

/** @param {string} language @param {Count} count */
function printCount(language, { passed, failed, skipped }) {
  process.stdout.write(`${language}: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
}

/** @param {readonly Check[]} checks @returns {Promise<Outcome[]>} */
async function runLane(checks) {
  const done = [];
  for (const check of checks) done.push(await runCheck(check));
  return done;
}

/** @param {Check} check @returns {Promise<Outcome>} */
function runCheck({ name, script, args = [] }) {
  const begun = Date.now();
  const seconds = () => (Date.now() - begun) / 1000;
  /** @type {Buffer[]} */
  const printed = [];
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => printed.push(chunk));
  const alive = setInterval(() => {
    process.stdout.write(`   ${name} ... ${seconds().toFixed(0)} s\n`);
  }, SECONDS_BETWEEN_SIGNS_OF_LIFE * 1000);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      clearInterval(alive);
      process.stdout.write(`\n== ${name}\n${Buffer.concat(printed).toString()}`);
      resolve({ name, passed: status === 0, seconds: seconds() });
    });
  });
}
