/**
 * Runs what both CI systems would do, on this machine: every step of their files, each job in an empty folder, with
 * artifacts that lose the modes of files, the permissions that the job asks for, and nothing secret for a fork.
 *
 *   rehearse [--system github|azure|both] [--event deploy|pull-request|fork|nightly] [--environments dev,staging,prod]
 *            [--plant] [--bare] [--files <folder>]
 *
 * Terraform and GitHub are stood in for by `rehearsal/programs`; commands that need Azure, or that are tests of their own, are
 * named and counted, not run. `--plant` puts `.terraform` into the artifact of each plan: the rehearsal must fail then.
 * `--bare` gives jobs nothing of what is installed here: their own set-up does it. `--files` reads `.github` and `.azuredevops` from elsewhere.
 * The lake is a new one that goes afterwards, or the one of MEDALLION_HOME, which stays. WATCH_DURATION says how long the
 * release is watched (default 30m, as in the pipeline).
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../setup/paths.mjs';
import { rehearsePipeline } from './rehearsal/azure.mjs';
import { rehearseWorkflow } from './rehearsal/github.mjs';
import { Report } from './rehearsal/report.mjs';

const CHOICES = { system: ['github', 'azure', 'both'], event: ['deploy', 'pull-request', 'fork', 'nightly'] };
const { values } = parseArgs({
  options: {
    system: { type: 'string', default: 'both' },
    event: { type: 'string', default: 'deploy' },
    environments: { type: 'string', default: 'dev' },
    plant: { type: 'boolean', default: false },
    bare: { type: 'boolean', default: false },
    files: { type: 'string', default: root },
  },
});
for (const [name, allowed] of Object.entries(CHOICES)) {
  const given = name === 'system' ? values.system : values.event;
  if (!allowed.includes(given)) {
    process.stderr.write(`error: --${name} is '${given}'\nremedy: Give one of: ${allowed.join(', ')}.\n`);
    process.exit(2);
  }
}

const scratch = mkdtempSync(join(tmpdir(), 'medallion-rehearsal-'));
const report = new Report();
try {
  for (const system of ['github', 'azure']) {
    if (values.system === 'both' || values.system === system) rehearse(system);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.stdout.write(`\n${report}`);
for (const { place, title } of report.failed) {
  process.stderr.write(`error: ${place}: '${title}' failed\nremedy: Read what it printed above.\n`);
  process.exitCode = 1;
}

/** @param {string} system */
function rehearse(system) {
  const own = join(scratch, system);
  const cloud = join(own, 'cloud');
  const artifacts = join(own, 'artifacts');
  mkdirSync(artifacts, { recursive: true });
  const head = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout.trim();
  const environment = {
    MEDALLION_HOME: join(own, 'home'),
    ...process.env,
    TARGET: 'local',
    REHEARSAL_CLOUD: cloud,
    REHEARSAL_HEAD: head,
    GITHUB_REPOSITORY: 'acme/lake',
    // As on the pipelines' machines: no spinner; and no question to HashiCorp whether there is a newer version.
    CI: 'true',
    CHECKPOINT_DISABLE: '1',
  };
  const rehearsal = {
    scratch: own,
    artifacts,
    environment,
    plants: values.plant,
    lends: !values.bare,
    files: resolve(values.files),
  };
  const environments = values.environments.split(',');
  const [isFork, isForeign] = [values.event === 'fork', ['fork', 'pull-request'].includes(values.event)];
  if (values.event === 'deploy') {
    // The sources deliver; that is no step of a pipeline.
    spawnSync('npx', ['medallion', 'sample'], { cwd: root, env: environment, stdio: ['ignore', 'inherit', 'inherit'] });
  }
  if (system === 'azure') {
    if (values.event === 'nightly') report.add('Azure Pipelines', 'nightly', 'has no such pipeline');
    else
      rehearsePipeline(rehearsal, report, isForeign ? 'pull-request.yml' : 'deploy.yml', { environments, isForeign });
    return;
  }
  const event = {
    repository: { visibility: 'private' },
    pull_request: { number: 7, base: { sha: head } },
    workflow_run: { id: 1, event: 'pull_request', conclusion: 'success', head_sha: head },
  };
  const github = { event, repository: 'acme/lake' };
  const file = { deploy: 'deploy.yml', nightly: 'nightly.yml' }[values.event] ?? 'pull-request.yml';
  const ok = rehearseWorkflow(rehearsal, report, { github, isFork, isForeign, environments }, file);
  if (!isForeign) return;
  // What completes starts the second workflow, with the rights of the default branch.
  event.workflow_run.conclusion = ok ? 'success' : 'failure';
  rehearseWorkflow(rehearsal, report, { github, isFork: false, isForeign: false, environments }, 'review-comment.yml');
}
