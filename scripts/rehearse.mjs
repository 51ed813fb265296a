/**
 * Runs the steps of the deploy workflows in their order on the local target: what a pipeline would do, on this machine.
 *
 * Steps that need Azure or GitHub (an action, Terraform) are counted and named, not run. MEDALLION_HOME says which lake;
 * WATCH_DURATION how long the release is watched (default 30m, as in the pipeline).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../setup/paths.mjs';

const WORKFLOWS = ['infrastructure.yml', 'release.yml'];
const NEEDS_AZURE = /\bterraform --/;

/** @typedef {{name?: string, run?: string, uses?: string, if?: string}} Step */

const scratch = mkdtempSync(join(tmpdir(), 'medallion-rehearsal-'));
const environment = {
  ...process.env,
  TARGET: 'local',
  ENVIRONMENT: 'dev',
  GITHUB_STEP_SUMMARY: join(scratch, 'summary.md'),
};
const counts = { ran: 0, skipped: 0 };
let failed = '';

for (const workflow of WORKFLOWS) {
  /** @type {{jobs: Record<string, {steps: Step[]}>}} */
  const { jobs } = parse(readFileSync(join(root, '.github', 'workflows', workflow), 'utf8'));
  for (const [job, { steps }] of Object.entries(jobs)) {
    for (const step of steps) rehearse(`${workflow} ${job}`, step);
  }
}
rmSync(scratch, { recursive: true });
rmSync(join(root, 'release.json'), { force: true });
process.stdout.write(`\n${counts.ran} steps ran, ${counts.skipped} need Azure or GitHub and were not run\n`);
if (failed !== '') {
  process.stderr.write(`error: the step '${failed}' failed\nremedy: Read what it printed above.\n`);
  process.exitCode = 1;
}

/** @param {string} place @param {Step} step */
function rehearse(place, { name, run, uses, if: condition }) {
  const title = name ?? run ?? uses ?? '';
  const isDue = failed === '' ? condition !== 'failure()' : condition === 'failure()' || condition === 'always()';
  if (!isDue) return;
  if (run === undefined || NEEDS_AZURE.test(run)) {
    counts.skipped += 1;
    process.stdout.write(`-- ${place}: ${title}: not run here\n`);
    return;
  }
  process.stdout.write(`== ${place}: ${title}\n`);
  counts.ran += 1;
  const { status } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', run], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0 && failed === '') failed = title;
}
