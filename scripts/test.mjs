/** Every check of the repository, in the order of what fails fastest; says at the end how many tests ran in each language. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, setupHome } from '../setup/paths.mjs';

const results = join(setupHome, 'test-results');
const jest = join(results, 'jest.json');
const pytest = join(results, 'pytest.xml');

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const checks = [
  { name: 'types (tsc)', script: 'typecheck' },
  { name: 'lint (eslint, prettier)', script: 'lint' },
  { name: 'types (mypy)', script: 'typecheck:python' },
  { name: 'lint (ruff)', script: 'lint:python' },
  { name: 'tests (jest)', script: 'test:typescript', args: ['--json', `--outputFile=${jest}`] },
  { name: 'tests (pytest)', script: 'test:python', args: [`--junitxml=${pytest}`] },
];

const outcomes = checks.map(({ name, script, args = [] }) => {
  process.stdout.write(`\n== ${name}\n`);
  const begun = Date.now();
  const { status } = spawnSync('npm', ['run', '--silent', script, '--', ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  return { name, passed: status === 0, seconds: (Date.now() - begun) / 1000 };
});

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
