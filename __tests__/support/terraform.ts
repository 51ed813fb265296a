/** Real Terraform over a synthesized stack, with `terraform_data` for each resource: it needs no provider and no Azure. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, JsonObject } from '../../shared/json';
import { identityOf } from '../../synthesized/below-lock';
import type { StackResource, SynthesizedStack } from '../../synthesized/stack';

const environment = { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_CLI_CONFIG_FILE: '/dev/null' };

export const hasTerraform = spawnSync('terraform', ['version'], { env: environment }).status === 0;

/** Addresses that each action of a plan or an apply is about, in their order. */
export interface Ran {
  readonly planned: Readonly<Record<string, string>>;
  /** `destroy <address>` and `create <address>` as they began. */
  readonly applied: readonly string[];
}

/** Applies one stack after another over one state. @returns what the last one did */
export function applyInTurn(...stacks: readonly SynthesizedStack[]): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'medallion-day-two-'));
  const run = (...args: readonly string[]): readonly JsonObject[] => {
    const { status, stdout, stderr } = spawnSync('terraform', args, {
      cwd: folder,
      env: environment,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`terraform ${args.join(' ')}\n${`${stdout}${stderr}`.slice(0, 600)}`);
    return stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as JsonObject);
  };
  try {
    let lines: readonly JsonObject[] = [];
    for (const stack of stacks) {
      writeFileSync(join(folder, 'stack.tf.json'), JSON.stringify(standIn(stack)));
      run('init', '-backend=false', '-input=false');
      lines = run('apply', '-auto-approve', '-input=false', '-json');
    }
    const hooks = lines.filter(({ type }) => type === 'apply_start').map(({ hook }) => hook as JsonObject);
    const changes = lines.filter(({ type }) => type === 'planned_change').map(({ change }) => change as JsonObject);
    return {
      planned: Object.fromEntries(changes.map((change) => [addressOf(change), String(change['action'])])),
      applied: hooks.map((hook) => `${String(hook['action'])} ${addressOf(hook)}`),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function addressOf({ resource }: JsonObject): string {
  return String((resource as JsonObject)['resource_name']).replace('__', '.');
}

/** Arguments that cannot change in place replace the stand-in, the others change it. */
function standIn({ resources }: SynthesizedStack): JsonObject {
  const names = new Set(resources.map(nameOf));
  const entries = resources.map((resource): readonly [string, JsonObject] => {
    const { body, type } = resource;
    const { lifecycle, depends_on, ['//']: _, ...rest } = body;
    const identity = type === 'terraform_data' ? {} : identityOf(resource);
    const others = Object.fromEntries(Object.entries(rest).filter(([argument]) => identity[argument] === undefined));
    const triggers = (lifecycle as JsonObject | undefined)?.['replace_triggered_by'];
    return [
      nameOf(resource),
      {
        triggers_replace: renamed(identity, names),
        input: renamed(others, names),
        ...(triggers === undefined ? {} : { lifecycle: { replace_triggered_by: addresses(triggers, names) } }),
        ...(depends_on === undefined ? {} : { depends_on: addresses(depends_on, names) }),
      },
    ];
  });
  return { resource: { terraform_data: Object.fromEntries(entries) } };
}

function nameOf({ type, id }: StackResource): string {
  return `${type}__${id}`;
}

function addresses(value: Json, names: ReadonlySet<string>): Json {
  return (value as readonly string[])
    .map((address) => address.replace('.', '__'))
    .filter((name) => names.has(name))
    .map((name) => `terraform_data.${name}`);
}

/** Names of stand-ins; what only Azure, a clock or a resource that is left out knows is a constant. */
function renamed(value: Json, names: ReadonlySet<string>): Json {
  const text = JSON.stringify(value).replace(/\$\{[^}]*\}/g, (expression) => {
    const [, type = '', id = ''] = /\b(azurerm_\w+)\.([\w-]+)\./.exec(expression) ?? [];
    const name = `${type}__${id}`;
    return names.has(name) ? `\${terraform_data.${name}.id}` : 'constant';
  });
  return JSON.parse(text) as Json;
}
