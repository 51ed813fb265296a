/** Runs the Spark benchmarks of bench/pipelines over the sample in MEDALLION_HOME: builds, packages their tables, starts. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root, setupHome, venvPython } from '../setup/paths.mjs';

const home = process.env.MEDALLION_HOME ?? join(root, '.lakehouse');
/** @type {{ rows: { key: string, bands: [number, string][] }[] }} */
const sheet = JSON.parse(readFileSync(join(root, 'finops', 'prices', 'eastus.json'), 'utf8'));
const price = sheet.rows.find(({ key }) => key === 'synapse.spark.memopt.vcore')?.bands[0]?.[1];
if (price === undefined) throw new Error('the price sheet has no synapse.spark.memopt.vcore');
const scratch = mkdtempSync(join(tmpdir(), 'medallion-bench-'));
const jars = join(setupHome, 'jars');

/**
 * Ends this process with the status of one that fails.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 * @returns {string} what it printed, where `options` catch it
 */
function run(command, args, options) {
  const { status, stdout } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    encoding: 'utf8',
    ...options,
  });
  if (status !== 0) {
    rmSync(scratch, { recursive: true, force: true });
    process.exit(status ?? 1);
  }
  return String(stdout ?? '');
}

run('npm', ['run', '--silent', 'build']);
const release = run(process.execPath, [join(root, 'dist', 'bench', 'pipelines', 'release.js'), root, scratch], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const given = ['--home', home, '--release', release, '--vcore-hour', price];
run(venvPython, ['-m', 'measured', ...process.argv.slice(2), ...given], {
  env: {
    ...process.env,
    PYTHONPATH: [join(root, 'pipelines', 'src'), join(root, 'bench', 'pipelines')].join(delimiter),
    MEDALLION_JARS: readdirSync(jars)
      .map((file) => join(jars, file))
      .join(','),
  },
});
rmSync(scratch, { recursive: true, force: true });
