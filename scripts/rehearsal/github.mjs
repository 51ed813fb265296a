/** Rehearses workflows of GitHub Actions: their conditions, inputs, permissions and needs, and every step. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fill, isDue } from './expressions.mjs';
import { runAction } from './github-actions.mjs';
import { Job } from './job.mjs';
import { tokenOf } from './token.mjs';

/** @typedef {Record<string, string>} Permissions */
/** @typedef {{name?: string, id?: string, run?: string, uses?: string, if?: string, shell?: string, with?: Record<string, unknown>, env?: Record<string, unknown>}} Step */
/** @typedef {{needs?: string | string[], if?: string, uses?: string, with?: Record<string, unknown>, permissions?: Permissions, environment?: string, env?: Record<string, unknown>, outputs?: Record<string, string>, strategy?: {matrix?: Record<string, unknown[]>}, steps?: Step[]}} JobFile */
/** @typedef {{permissions?: Permissions, jobs: Record<string, JobFile>}} Workflow */
/** @typedef {{result: 'success' | 'failure' | 'skipped', outputs: Record<string, string>}} Outcome */
/**
 * @typedef {object} Event
 * @property {Record<string, unknown>} github context `github` without its token
 * @property {boolean} isFork whether the code is of a fork: nothing may be written, nobody signs in, nothing is secret
 * @property {boolean} isForeign whether the code was not reviewed yet
 * @property {readonly string[]} environments those that are rehearsed
 */

/**
 * @param {import('./job.mjs').Rehearsal} rehearsal @param {import('./report.mjs').Report} report @param {Event} event
 * @param {string} file @param {Record<string, unknown>} [inputs] @param {Permissions} [ceiling] what the caller permits
 * @returns {boolean} whether it succeeded
 */
export function rehearseWorkflow(rehearsal, report, event, file, inputs = {}, ceiling = undefined) {
  /** @type {Workflow} */
  const workflow = parse(readFileSync(join(rehearsal.files, '.github', 'workflows', file), 'utf8'));
  /** @type {Record<string, Outcome>} */
  const needs = {};
  for (const [id, job] of Object.entries(workflow.jobs)) {
    const own = [job.needs ?? []].flat();
    const waitsFor = Object.fromEntries(own.map((name) => [name, outcomeOf(needs, name, id)]));
    const context = contextOf(event, { inputs, needs: waitsFor });
    const failed = ancestors(workflow.jobs, id).some((name) => needs[name]?.result === 'failure');
    const missing = own.some((name) => needs[name]?.result === 'skipped') && job.if === undefined;
    if (missing || !isDue(job.if, context, { failed })) {
      report.add(`${file} ${id}`, 'job', 'skipped');
      needs[id] = { result: 'skipped', outputs: {} };
      continue;
    }
    const permissions = granted(event, job.permissions ?? workflow.permissions ?? {});
    for (const matrix of combinations(job.strategy?.matrix)) {
      const outcome = rehearseJob(
        rehearsal,
        report,
        event,
        file,
        id,
        job,
        { ...context, matrix },
        permissions,
        ceiling,
      );
      needs[id] = needs[id]?.result === 'failure' ? needs[id] : outcome;
    }
  }
  return Object.values(needs).every(({ result }) => result !== 'failure');
}

/**
 * @param {import('./job.mjs').Rehearsal} rehearsal @param {import('./report.mjs').Report} report @param {Event} event
 * @param {string} file @param {string} id @param {JobFile} job @param {import('./expressions.mjs').Context} context
 * @param {Permissions} permissions @param {Permissions | undefined} ceiling
 * @returns {Outcome}
 */
function rehearseJob(rehearsal, report, event, file, id, job, context, permissions, ceiling) {
  const filled = (/** @type {Record<string, unknown>} */ texts = {}, values = context) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fill(String(text), values)]));
  const environment = fill(job.environment ?? '', context);
  const named = String(filled(job.with)['environment'] ?? environment.replace(/-plan$/, ''));
  const place = `${file} ${id}${named === '' ? '' : ` (${named})`}`;
  if (named !== '' && !event.environments.includes(named)) {
    report.add(place, 'job', 'environment left out');
    return { result: 'success', outputs: {} };
  }
  const excess = Object.entries(permissions).filter(([scope, right]) => ceiling && rank(right) > rank(ceiling[scope]));
  if (excess.length > 0) {
    report.add(
      place,
      `asks for ${excess.map(([scope]) => scope).join(', ')}, which its caller does not permit`,
      'FAILED',
    );
    return { result: 'failure', outputs: {} };
  }
  if (job.uses !== undefined) {
    const called = job.uses.replace(/^\.\/\.github\/workflows\//, '');
    const ok = rehearseWorkflow(rehearsal, report, event, called, filled(job.with), permissions);
    return { result: ok ? 'success' : 'failure', outputs: {} };
  }
  const run = new Job(rehearsal, place);
  const token = tokenOf(permissions);
  const identity = permissions['id-token'] === 'write' ? environment : '';
  const files = { GITHUB_OUTPUT: run.file('output'), GITHUB_STEP_SUMMARY: run.file('summary.md') };
  /** @type {Record<string, {outputs: Record<string, string>}>} */
  const steps = {};
  const jobEnvironment = { ...filled(job.env), ...files, REHEARSAL_IDENTITY: identity };
  const values = () => ({ ...context, env: jobEnvironment, steps, github: { ...event.github, token } });
  let failed = false;
  for (const step of job.steps ?? []) {
    const title = step.name ?? step.run?.split('\n')[0] ?? step.uses?.replace(/@.*/, '') ?? '';
    if (!isDue(step.if, values(), { failed })) {
      report.add(place, title, 'skipped');
      continue;
    }
    const inputs = filled(step.with, values());
    const ok = report.measure(place, title, run, () => {
      if (step.uses !== undefined) return runAction(run, step.uses, inputs, { permissions, identity, token });
      const shell = step.shell === 'bash' ? ['--noprofile', '--norc', '-eo', 'pipefail'] : ['-e'];
      return run.run(fill(step.run ?? '', values()), shell, {
        ...jobEnvironment,
        ...filled(step.env, values()),
        ...(rehearsal.environment.TARGET === undefined ? {} : { TARGET: rehearsal.environment.TARGET }),
      });
    });
    if (step.id !== undefined) steps[step.id] = { outputs: outputsOf(files.GITHUB_OUTPUT) };
    if (event.isForeign && run.keepsCredentials) {
      report.add(place, 'its credentials lie beside code that nobody reviewed', 'FAILED');
      failed = true;
    }
    failed ||= !ok;
  }
  return { result: failed ? 'failure' : 'success', outputs: filled(job.outputs, values()) };
}

/** @param {Event} event @param {import('./expressions.mjs').Context} more */
function contextOf({ github, isFork }, more) {
  return {
    github,
    vars: {},
    secrets: isFork ? {} : { GITHUB_TOKEN: 'secret' },
    env: {},
    matrix: {},
    steps: {},
    ...more,
  };
}

/** A fork's token reads, whatever the file asks for. @param {Event} event @param {Permissions} asked */
function granted({ isFork }, asked) {
  if (!isFork) return asked;
  return Object.fromEntries(
    Object.entries(asked).flatMap(([scope]) => (scope === 'id-token' ? [] : [[scope, 'read']])),
  );
}

/** @param {string | undefined} right */
function rank(right) {
  return ['none', 'read', 'write'].indexOf(right ?? 'none');
}

/** @param {Record<string, Outcome>} needs @param {string} name @param {string} of */
function outcomeOf(needs, name, of) {
  const found = needs[name];
  if (found === undefined) throw new Error(`job ${of} needs ${name}, which does not come before it`);
  return found;
}

/** Every job that one waits for, directly or not. @param {Record<string, JobFile>} jobs @param {string} id @returns {string[]} */
function ancestors(jobs, id) {
  const own = [jobs[id]?.needs ?? []].flat();
  return [...own, ...own.flatMap((name) => ancestors(jobs, name))];
}

/** @param {Record<string, unknown[]> | undefined} matrix @returns {Record<string, unknown>[]} */
function combinations(matrix = {}) {
  return Object.entries(matrix).reduce(
    (/** @type {Record<string, unknown>[]} */ all, [name, values]) =>
      all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

/** @param {string} file @returns {Record<string, string>} */
function outputsOf(file) {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('='));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
