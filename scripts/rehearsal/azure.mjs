/** Rehearses pipelines of Azure Pipelines: templates, stages, conditions, inputs, and every step. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { fetch, keep } from './artifacts.mjs';
import { isDue } from './expressions.mjs';
import { Job } from './job.mjs';

/** @typedef {Record<string, string>} Texts */
/** @typedef {{template?: string, parameters?: Texts, checkout?: string, script?: string, task?: string, publish?: string, download?: string, artifact?: string, name?: string, displayName?: string, condition?: string, continueOnError?: boolean, persistCredentials?: boolean, inputs?: Record<string, unknown>}} Step */
/** @typedef {{job?: string, deployment?: string, environment?: string, variables?: Texts, steps?: Step[], strategy?: {runOnce: {deploy: {steps: Step[]}, on?: {failure?: {steps: Step[]}}}}}} JobFile */
/** @typedef {{stage?: string, template?: string, parameters?: Texts, dependsOn?: string | string[], condition?: string, jobs?: JobFile[]}} Stage */
/** @typedef {{result: string, outputs: Texts}} Outcome */

/**
 * @param {import('./job.mjs').Rehearsal} rehearsal @param {import('./report.mjs').Report} report
 * @param {string} file @param {{environments: readonly string[], isForeign: boolean}} event
 */
export function rehearsePipeline(rehearsal, report, file, event) {
  /** @type {{stages?: Stage[], jobs?: JobFile[]}} */
  const pipeline = read(folderOf(rehearsal), file, {});
  const given = pipeline.stages ?? [{ stage: '', jobs: pipeline.jobs ?? [] }];
  const stages = given.flatMap((stage) => expand(rehearsal, stage, event, report));
  /** @type {Record<string, Outcome>} */
  const dependencies = {};
  for (const { stage = '', dependsOn, condition, jobs = [] } of stages) {
    const own = [dependsOn ?? []].flat();
    const waits = own.map((name) => dependencies[name]).filter((one) => one !== undefined);
    const failed = waits.some(({ result }) => result === 'Failed');
    // Without a condition of its own, a stage waits for all that it names to have run.
    const missing = condition === undefined && waits.some(({ result }) => result === 'Skipped');
    if (missing || !isDue(condition, { dependencies }, { failed })) {
      report.add(`${file} ${stage}`, 'stage', 'skipped');
      dependencies[stage] = { result: failed ? 'Failed' : 'Skipped', outputs: {} };
      continue;
    }
    /** @type {Texts} */
    const outputs = {};
    const ok = jobs.map((job) => rehearseJob(rehearsal, report, file, stage, job, event, outputs)).every(Boolean);
    dependencies[stage] = { result: ok ? 'Succeeded' : 'Failed', outputs };
  }
}

/**
 * @param {import('./job.mjs').Rehearsal} rehearsal @param {import('./report.mjs').Report} report
 * @param {string} file @param {string} stage @param {JobFile} job @param {{isForeign: boolean}} event @param {Texts} outputs
 */
function rehearseJob(rehearsal, report, file, stage, job, event, outputs) {
  const id = job.job ?? job.deployment ?? '';
  const place = `${file} ${stage === '' ? '' : `${stage} `}${id}`;
  const { deploy, on } = job.strategy?.runOnce ?? {};
  const run = new Job(rehearsal, place);
  /** @param {Step[]} steps */
  const all = (steps) => {
    let failed = false;
    for (const step of steps.flatMap((one) => stepsOf(folderOf(rehearsal), one, 'templates'))) {
      const title = step.displayName ?? step.task ?? Object.values(step)[0]?.toString().split('\n')[0] ?? '';
      if (!isDue(step.condition, {}, { failed })) {
        report.add(place, title, 'skipped');
        continue;
      }
      const ok = report.measure(place, title, run, () => runStep(run, step, id, job.variables ?? {}, outputs));
      failed ||= !ok && step.continueOnError !== true;
      if (event.isForeign && run.keepsCredentials) {
        report.add(place, 'its credentials lie beside code that nobody reviewed', 'FAILED');
        failed = true;
      }
    }
    return !failed;
  };
  const ok = all(job.steps ?? deploy?.steps ?? []);
  if (!ok && on?.failure !== undefined) all(on.failure.steps);
  return ok;
}

/**
 * @param {Job} run @param {Step} step @param {string} job @param {Texts} variables @param {Texts} outputs
 * @returns {boolean}
 */
function runStep(run, step, job, variables, outputs) {
  const known = {
    'Build.ArtifactStagingDirectory': run.staging,
    'Pipeline.Workspace': run.home,
    'System.PullRequest.TargetBranchName': 'main',
  };
  const fill = (/** @type {string} */ text) =>
    text.replace(/\$\(([\w.]+)\)/g, (_, name) => {
      const value = Object.entries({ ...known, ...variables }).find(([one]) => one === name)?.[1];
      if (value === undefined) throw new Error(`there is no variable ${name}`);
      return value;
    });
  const bash = (/** @type {string} */ text, identity = '') => {
    const log = run.file('log');
    const tee = `exec > >(tee -a "${log}")\n`;
    const ok = run.run(`${tee}${fill(text)}`, ['--noprofile', '--norc'], {
      ...variables,
      TF_BUILD: 'True',
      GITHUB_OUTPUT: undefined,
      REHEARSAL_IDENTITY: identity,
      ...(run.rehearsal.environment.TARGET === undefined ? {} : { TARGET: run.rehearsal.environment.TARGET }),
    });
    for (const [, name, value = ''] of readFileSync(log, 'utf8').matchAll(
      /##vso\[task\.setvariable variable=(\w+);isOutput=true\](.*)/g,
    )) {
      outputs[`${job}.${step.name}.${name}`] = value;
    }
    return ok;
  };
  if (step.checkout !== undefined) {
    if (!existsSync(join(run.folder, 'package.json')))
      run.checkout(step.persistCredentials === true ? 'token' : undefined);
    return true;
  }
  if (step.script !== undefined) return bash(step.script);
  if (step.publish !== undefined) {
    const source = fill(step.publish);
    if (run.rehearsal.plants) run.plant(source);
    if (keep(run.rehearsal.artifacts, step.artifact ?? '', source, { hidden: true }) === 0)
      throw new Error(`${source} holds no file`);
    return true;
  }
  if (step.download !== undefined) {
    fetch(run.rehearsal.artifacts, step.artifact ?? '', join(run.home, step.artifact ?? ''));
    return true;
  }
  const inputs = step.inputs ?? {};
  switch (step.task) {
    case 'AzureCLI@2':
      if (inputs['addSpnToEnvironment'] !== true)
        throw new Error('nobody is signed in: addSpnToEnvironment is not true');
      return bash(String(inputs['inlineScript']), String(inputs['azureSubscription']));
    case 'TerraformInstaller@1':
      run.installTerraform();
      return true;
    case 'PublishTestResults@2':
      return existsSync(fill(String(inputs['testResultsFiles'])));
    case 'UseNode@1':
    case 'UsePythonVersion@0':
    case 'JavaToolInstaller@0':
      return true;
    default:
      throw new Error(`the rehearsal does not know the task ${step.task}`);
  }
}

/**
 * @param {import('./job.mjs').Rehearsal} rehearsal @param {Stage} stage
 * @param {{environments: readonly string[]}} event @param {import('./report.mjs').Report} report
 * @returns {Stage[]}
 */
function expand(rehearsal, stage, { environments }, report) {
  if (stage.template === undefined) return [stage];
  const environment = stage.parameters?.['environment'] ?? '';
  if (!environments.includes(environment)) {
    report.add(`${stage.template} ${environment}`, 'stages', 'environment left out');
    return [];
  }
  /** @type {{stages: Stage[]}} */
  const { stages } = read(folderOf(rehearsal), stage.template, stage.parameters ?? {});
  return stages;
}

/** @param {import('./job.mjs').Rehearsal} rehearsal */
function folderOf({ files }) {
  return join(files, '.azuredevops');
}

/**
 * @param {string} folder @param {Step} step @param {string} within folder of the file that names a template
 * @returns {Step[]}
 */
function stepsOf(folder, step, within) {
  if (step.template === undefined) return [step];
  const file = existsSync(join(folder, step.template)) ? step.template : join(within, step.template);
  /** @type {{steps: Step[]}} */
  const { steps } = read(folder, file, step.parameters ?? {});
  return steps.flatMap((one) => stepsOf(folder, one, dirname(file)));
}

/** Reads a file, with the parameters that it declares filled in. @param {string} folder @param {string} file @param {Texts} parameters */
function read(folder, file, parameters) {
  const text = readFileSync(join(folder, file), 'utf8');
  /** @type {{parameters?: {name: string}[]}} */
  const declared = parse(text);
  const names = (declared.parameters ?? []).map(({ name }) => name);
  const wrong = [
    ...names.filter((name) => parameters[name] === undefined),
    ...Object.keys(parameters).filter((name) => !names.includes(name)),
  ];
  if (wrong.length > 0) throw new Error(`${file}: parameters that are missing or not declared: ${wrong.join(', ')}`);
  return parse(text.replace(/\$\{\{ parameters\.(\w+) \}\}/g, (_, name) => parameters[name] ?? ''));
}
