/**
 * Every check of the repository, TypeScript and Python side by side; says at the end how many tests ran in each language.
 *
 * What a check prints comes as one block when it ends, so that two languages never mix.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, setupHome } from '../setup/paths.mjs';

const SECONDS_BETWEEN_SIGNS_OF_LIFE = 30;

const results = join(setupHome, 'test-results');
const jest = join(results, 'jest.json');
/**
 * Parts of the Python tests, by the letter after `test_`, the two long ones first: each has a Spark session and a lake of its own to
 * make, which takes a minute, and the last ones are short so that both lanes end together.
 */
const pythonParts = [/^test_[c-f]/, /^test_[o-s]/, /^test_[ab]/, /^test_[g-n]/, null];
const pythonTests = readdirSync(join(root, 'pipelines/tests')).filter((name) => /^test_.*\.py$/.test(name));

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

/** @typedef {{name: string, script: string, args?: readonly string[]}} Check */
/** @typedef {{name: string, passed: boolean, seconds: number}} Outcome */

/** What each of two lanes runs first, in the order of what fails fastest. @type {readonly (readonly Check[])[]} */
const lanes = [
  [
    { name: 'types (tsc)', script: 'typecheck' },
    { name: 'lint (eslint, prettier)', script: 'lint' },
    { name: 'tests (jest)', script: 'test:typescript', args: ['--json', `--outputFile=${jest}`] },
  ],
  [
    { name: 'types (mypy)', script: 'typecheck:python' },
    { name: 'lint (ruff)', script: 'lint:python' },
  ],
];
/** What the lane that is free first takes next, so that both end at about the same time. @type {Check[]} */
const shared = pythonParts.map((part, index) => ({
  name: `tests (pytest ${index + 1}/${pythonParts.length})`,
  script: 'test:python',
  args: [...filesOf(part), `--junitxml=${join(results, `pytest-${index}.xml`)}`],
}));

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

/** @param {RegExp | null} part @returns {string[]} arguments to pytest */
function filesOf(part) {
  const named = (/** @type {RegExp} */ pattern) => pythonTests.filter((name) => pattern.test(name)).map(inTests);
  if (part !== null) return named(part);
  return pythonParts.flatMap((other) =>
    other === null ? ['pipelines'] : named(other).map((file) => `--ignore=${file}`),
  );
}

/** @param {string} name */
function inTests(name) {
  return `pipelines/tests/${name}`;
}

/** @returns {Count} */
function countPytest() {
  const suites = readdirSync(results)
    .filter((file) => file.startsWith('pytest-'))
    .map((file) => /<testsuite [^>]*>/.exec(readFileSync(join(results, file), 'utf8'))?.[0] ?? '')
    .join('\n');
  const number = (/** @type {string} */ name) =>
    [...suites.matchAll(new RegExp(`\\b${name}="(\\d+)"`, 'g'))].reduce((sum, found) => sum + Number(found[1]), 0);
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
  for (let check = shared.shift(); check !== undefined; check = shared.shift()) done.push(await runCheck(check));
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
