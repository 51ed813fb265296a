/**
 * Terraform over one synthesized stack, the way a pipeline needs it.
 *
 *   plan <stack> [--summary file] [--pack folder]   saves `tfplan` and `plan.json`, and packs what `apply` needs elsewhere
 *   apply <stack> [--from folder]                   applies the saved plan, and no other; `--from` is what `plan` packed
 *   drift <stack> [--summary file]                  exit code 1 when what exists differs from what was deployed
 *   output <stack>                                  the outputs as JSON
 *
 * `plan` also sets the step output `changes` (true or false) of GitHub Actions and Azure Pipelines.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../setup/paths.mjs';
import { OWNER_ONLY, pack, PLAN, unpack } from './terraform/plan-package.mjs';
import { refuse } from './terraform/refuse.mjs';

const VERBS = ['plan', 'apply', 'drift', 'output'];
const CHANGES = 2;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { summary: { type: 'string' }, pack: { type: 'string' }, from: { type: 'string' } },
});
const [verb = '', stack = ''] = positionals;
const folder = join(root, 'cdktf.out', 'stacks', stack);
if (!VERBS.includes(verb)) refuse(`there is no verb '${verb}'`, `Give one of: ${VERBS.join(', ')}.`);
if (!/^[\w-]+$/.test(stack)) refuse(`'${stack}' is not the name of a stack`, 'Name one of the stacks in cdktf.out.');
if (values.from !== undefined) {
  if (verb !== 'apply') refuse(`${verb} takes no plan from elsewhere`, 'Leave out --from.');
  unpack(resolve(values.from), folder);
}
if (!existsSync(join(folder, 'cdk.tf.json'))) {
  refuse(`there is no synthesized stack '${stack}' in cdktf.out`, 'Run `npm run synth`, and name one of its stacks.');
}

// What comes with a plan says which providers, to the byte; anything else would apply with other programs.
terraform('init', '-input=false', '-no-color', ...(values.from === undefined ? [] : ['-lockfile=readonly']));
switch (verb) {
  case 'plan':
    plan();
    break;
  case 'apply':
    if (!existsSync(join(folder, PLAN))) {
      refuse(`stack '${stack}' has no saved plan`, `Run \`npm run terraform -- plan ${stack}\` first.`);
    }
    terraform('apply', '-input=false', '-no-color', PLAN);
    break;
  case 'drift': {
    const found = call('plan', '-refresh-only', '-detailed-exitcode', '-input=false', '-lock=false', '-no-color');
    summarize(`Drift of ${stack}`, found.status === CHANGES ? found.output : 'Nothing differs.');
    process.exitCode = found.status === CHANGES ? 1 : found.status;
    break;
  }
  default:
    process.stdout.write(call('output', '-json').output);
}

function plan() {
  const { status, output } = call('plan', '-input=false', '-no-color', '-detailed-exitcode', `-out=${PLAN}`);
  process.stderr.write(output);
  const json = join(folder, 'plan.json');
  writeFileSync(json, call('show', '-json', PLAN).output, { mode: OWNER_ONLY });
  chmodSync(json, OWNER_ONLY);
  chmodSync(join(folder, PLAN), OWNER_ONLY);
  summarize(`Plan of ${stack}`, call('show', '-no-color', PLAN).output);
  if (values.pack !== undefined) pack(folder, resolve(values.pack));
  tellPipeline('changes', String(status === CHANGES));
}

/** @param {string} name @param {string} value */
function tellPipeline(name, value) {
  const { GITHUB_OUTPUT: file, TF_BUILD: isAzurePipelines } = process.env;
  if (file !== undefined) appendFileSync(file, `${name}=${value}\n`);
  if (isAzurePipelines !== undefined) {
    process.stdout.write(`##vso[task.setvariable variable=${name};isOutput=true]${value}\n`);
  }
}

/** @param {string} title @param {string} text */
function summarize(title, text) {
  if (values.summary !== undefined) appendFileSync(values.summary, `## ${title}\n\n\`\`\`\n${text.trim()}\n\`\`\`\n`);
}

/** Shows what Terraform says, and ends with its exit code when it fails. @param {...string} args */
function terraform(...args) {
  const { status, error } = spawnSync('terraform', [`-chdir=${folder}`, ...args], {
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (error !== undefined) refuse(`terraform cannot be started: ${error.message}`, 'Install Terraform 1.11.');
  if (status !== 0) process.exit(status ?? 1);
}

/** @param {...string} args */
function call(...args) {
  const { status, stdout } = spawnSync('terraform', [`-chdir=${folder}`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0 && status !== CHANGES) process.exit(status ?? 1);
  return { status: status ?? 1, output: stdout };
}
