/**
 * Runs the steps of the deploy workflows in their order on the local target: what a pipeline would do, on this machine.
 *
 * Steps that need Azure or GitHub (an action, Terraform) are named and counted, not run; the sources' deliveries, which are
 * nobody's step, are the sample year. The lake is a new one that goes afterwards, or the one of MEDALLION_HOME, which stays:
 * a second rehearsal there has something to compare with. WATCH_DURATION says how long the release is watched (default 30m,
 * as in the pipeline).
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parse } from 'yaml';
import { root } from '../setup/paths.mjs';

const INFRASTRUCTURE = 'infrastructure.yml';
const RELEASE = 'release.yml';
const DELIVERY = { name: 'Deliver the sample', run: 'npx medallion sample' };
const NEEDS_AZURE = /\b(terraform --|medallion endpoints)/;

/** @typedef {{name?: string, run?: string, uses?: string, if?: string}} Step */

const scratch = mkdtempSync(join(tmpdir(), 'medallion-rehearsal-'));
const environment = {
  MEDALLION_HOME: join(scratch, 'home'),
  ...process.env,
  TARGET: 'local',
  ENVIRONMENT: 'dev',
  GITHUB_STEP_SUMMARY: join(scratch, 'summary.md'),
  // As on the pipelines' machines: no spinner; and no question to HashiCorp whether there is a newer version.
  CI: 'true',
  CHECKPOINT_DISABLE: '1',
};
/** @type {{place: string, title: string, outcome: string}[]} */
const results = [];
let failed = '';

try {
  rehearseWorkflow(INFRASTRUCTURE);
  rehearse('the sources', DELIVERY);
  rehearseWorkflow(RELEASE);
} finally {
  rmSync(scratch, { recursive: true });
  rmSync(join(root, 'release.json'), { force: true });
}
const ran = results.filter(({ outcome }) => outcome !== 'not run here');
process.stdout.write(`\n${results.map(({ place, title, outcome }) => `${place}: ${title}: ${outcome}\n`).join('')}`);
process.stdout.write(
  `\n${ran.length} steps ran, ${results.length - ran.length} need Azure or GitHub and were not run\n`,
);
if (failed !== '') {
  process.stderr.write(`error: the step '${failed}' failed\nremedy: Read what it printed above.\n`);
  process.exitCode = 1;
}

/** @param {string} workflow */
function rehearseWorkflow(workflow) {
  /** @type {{jobs: Record<string, {steps: Step[]}>}} */
  const { jobs } = parse(readFileSync(join(root, '.github', 'workflows', workflow), 'utf8'));
  for (const [job, { steps }] of Object.entries(jobs)) {
    for (const step of steps) rehearse(`${workflow} ${job}`, step);
  }
}

/** @param {string} place @param {Step} step */
function rehearse(place, { name, run, uses, if: condition }) {
  const title = name ?? run ?? uses ?? '';
  const isDue = failed === '' ? condition !== 'failure()' : condition === 'failure()' || condition === 'always()';
  if (!isDue) return;
  if (run === undefined || NEEDS_AZURE.test(run)) {
    results.push({ place, title, outcome: 'not run here' });
    return;
  }
  process.stdout.write(`== ${place}: ${title}\n`);
  const begun = performance.now();
  const { status } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', run], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  results.push({ place, title, outcome: `${status === 0 ? 'passed' : 'FAILED'}, ${seconds} s` });
  if (status !== 0 && failed === '') failed = title;
}
