/** Mutants of TypeScript, by Stryker: each part is tested by the tests of its own folder, and by no others. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root, setupHome } from '../../setup/paths.mjs';
import { scoreOf } from './score.mjs';

/** @typedef {{mutate: readonly string[], slow?: readonly string[]}} Part */

/**
 * What has logic worth breaking, in folders whose tests lie in `__tests__/<part>`. `slow` names tests left out because they
 * synthesize whole lakes: each mutant would take a minute. Files of data are no part of it. @type {Record<string, Part>}
 */
export const TYPESCRIPT_PARTS = {
  policies: {
    mutate: ['policies/**/*.ts', '!policies/examples/**', '!policies/write-*.ts'],
    slow: ['shipped', 'pack'],
  },
  finops: { mutate: ['finops/**/*.ts'], slow: ['shipped', 'derived-usage'] },
  contracts: { mutate: ['contracts/**/*.ts', '!contracts/**/write-*.ts'] },
  review: { mutate: ['review/**/*.ts'], slow: ['edits', 'privacy-diff', 'access-list'] },
  // What speaks to Azure and starts processes is tested over whole deployments; here is what decides.
  delivery: {
    mutate: ['certificate', 'executor-size', 'files', 'health', 'plan', 'pointer-state', 'run-events', 'watch'].map(
      (name) => `delivery/${name}.ts`,
    ),
    slow: ['package', 'run', 'run-modes', 'full-disk', 'erasure', 'connections', 'synapse/*'],
  },
};

/** @param {string} part @param {number} every takes one top-level declaration in so many; 1 takes all @returns {import('./score.mjs').Score} */
export function mutateTypeScript(part, every) {
  const { mutate, slow = [] } = /** @type {Part} */ (TYPESCRIPT_PARTS[part]);
  const folder = join(setupHome, 'mutants');
  mkdirSync(folder, { recursive: true });
  const report = join(folder, `${part}.json`);
  const settings = join(folder, `stryker-${part}.json`);
  writeFileSync(
    settings,
    JSON.stringify({
      testRunner: 'jest',
      jest: {
        configFile: 'jest.config.mjs',
        config: {
          // Stryker ends what never ends; a busy machine is no failure.
          testTimeout: 120_000,
          testMatch: [`**/__tests__/${part}/**/*.test.ts`, ...slow.map((name) => `!**/${part}/${name}.test.ts`)],
        },
        enableFindRelatedTests: true,
      },
      mutate: [...mutate, '!**/index.ts'],
      mutator: { excludedMutations: ['StringLiteral'] },
      coverageAnalysis: 'perTest',
      ignoreStatic: true,
      plugins: ['@stryker-mutator/jest-runner', join(root, 'scripts/mutation/sample.mjs')],
      ignorers: ['sample'],
      disableTypeChecks: false,
      concurrency: 2,
      // A busy machine makes an undisturbed test several times slower: what only took long is not an endless loop.
      timeoutFactor: 4,
      timeoutMS: 30_000,
      dryRunTimeoutMinutes: 60,
      reporters: ['progress-append-only', 'json'],
      jsonReporter: { fileName: relative(root, report) },
      tempDirName: '.medallion/mutants/sandbox',
      ignorePatterns: ['.medallion', '.lakehouse', 'cdktf.out', 'dist', '.git'],
      cleanTempDir: 'always',
    }),
  );
  const done = spawnSync('npx', ['stryker', 'run', relative(root, settings)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, MUTATION_SAMPLE: String(every) },
  });
  if (done.status !== 0) throw new Error(`Stryker ended with ${done.status ?? done.signal} for ${part}; see above.`);
  /** @type {{files: Record<string, {mutants: {status: string}[]}>}} */
  const { files } = JSON.parse(readFileSync(report, 'utf8'));
  const statuses = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (/** @type {string[]} */ ...wanted) => statuses.filter((status) => wanted.includes(status)).length;
  return scoreOf(part, {
    killed: count('Killed', 'Timeout'),
    survived: count('Survived'),
    untested: count('NoCoverage'),
    leftOut: count('Ignored', 'CompileError', 'RuntimeError'),
  });
}
