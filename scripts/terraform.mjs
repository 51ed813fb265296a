/**
 * Terraform over one synthesized stack, the way a pipeline needs it.
 *
 *   plan <stack> [--summary file]    saves `tfplan` and `plan.json` in the stack's folder
 *   apply <stack> [--plan-now]       applies the saved plan, and no other; `--plan-now` makes it first
 *   drift <stack> [--summary file]   exit code 1 when what stands differs from what was deployed
 *   output <stack>                   the outputs as JSON
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../setup/paths.mjs';

const VERBS = ['plan', 'apply', 'drift', 'output'];
const CHANGES = 2;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { summary: { type: 'string' }, 'plan-now': { type: 'boolean' } },
});
const [verb = '', stack = ''] = positionals;
const folder = join(root, 'cdktf.out', 'stacks', stack);
if (!VERBS.includes(verb)) refuse(`there is no verb '${verb}'`, `Give one of: ${VERBS.join(', ')}.`);
if (stack === '' || !existsSync(join(folder, 'cdk.tf.json'))) {
  refuse(`there is no synthesized stack '${stack}' in cdktf.out`, 'Run `npm run synth`, and name one of its stacks.');
}

terraform('init', '-input=false', '-no-color');
switch (verb) {
  case 'plan':
    plan();
    break;
  case 'apply':
    if (values['plan-now'] === true) plan();
    if (!existsSync(join(folder, 'tfplan'))) {
      refuse(`stack '${stack}' has no saved plan`, `Run \`npm run terraform -- plan ${stack}\` first.`);
    }
    terraform('apply', '-input=false', '-no-color', 'tfplan');
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
  terraform('plan', '-input=false', '-no-color', '-out=tfplan');
  writeFileSync(join(folder, 'plan.json'), call('show', '-json', 'tfplan').output);
  summarize(`Plan of ${stack}`, call('show', '-no-color', 'tfplan').output);
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

/** @param {string} message @param {string} remedy @returns {never} */
function refuse(message, remedy) {
  process.stderr.write(`error: ${message}\nremedy: ${remedy}\n`);
  process.exit(2);
}
