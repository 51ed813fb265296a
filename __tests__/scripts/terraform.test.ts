/** Terraform itself, over a stack that needs no provider: what is planned in one folder is applied in another. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { hasTerraform } from '../support/terraform';

const root = resolve(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'medallion-terraform-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A machine of its own: the script and a synthesized stack, whose state lies elsewhere. */
function machine(name: string): string {
  const own = join(folder, name);
  for (const part of ['scripts/terraform.mjs', 'scripts/terraform', 'setup', 'package.json']) {
    cpSync(join(root, part), join(own, part), { recursive: true });
  }
  return own;
}

function synthesize(own: string, input: string): void {
  const stack = join(own, 'cdktf.out', 'stacks', 'dev');
  mkdirSync(stack, { recursive: true });
  const backend = { local: { path: join(folder, 'state.tfstate') } };
  const resource = { terraform_data: { lake: { input } } };
  writeFileSync(join(stack, 'cdk.tf.json'), JSON.stringify({ terraform: { backend }, resource }));
}

function terraform(own: string, args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, ['scripts/terraform.mjs', ...args], {
    cwd: own,
    encoding: 'utf8',
    env: { ...process.env, CHECKPOINT_DISABLE: '1', GITHUB_OUTPUT: undefined, TF_BUILD: 'True', ...more },
  });
}

(hasTerraform ? describe : describe.skip)('a plan that travels', () => {
  const artifact = join(folder, 'artifact');

  it('is packed for its owner alone, and says whether anything changes', () => {
    const own = machine('planner');
    synthesize(own, 'first');
    const { status, stdout, stderr } = terraform(own, ['plan', 'dev', '--pack', artifact]);
    expect([status, stdout]).toEqual([0, '##vso[task.setvariable variable=changes;isOutput=true]true\n']);
    expect(stderr).toContain('1 to add');
    expect(readdirSync(artifact).sort()).toEqual(['cdk.tf.json', 'tfplan']);
    const files = [join(artifact, 'tfplan'), join(own, 'cdktf.out', 'stacks', 'dev', 'plan.json')];
    expect(files.map((file) => (statSync(file).mode & 0o777).toString(8))).toEqual(['600', '600']);
  });

  it('is applied where nothing was synthesized, though it lost its modes', () => {
    for (const name of readdirSync(artifact)) chmodSync(join(artifact, name), 0o644);
    const own = machine('applier');
    const { status, stderr } = terraform(own, ['apply', 'dev', '--from', artifact]);
    expect(stderr).toContain('1 added');
    expect(status).toBe(0);
    const again = machine('again');
    synthesize(again, 'first');
    expect(terraform(again, ['plan', 'dev']).stdout).toContain(']false\n');
  });

  it('is not applied a second time', () => {
    const { status, stderr } = terraform(machine('second'), ['apply', 'dev', '--from', artifact]);
    expect([status, stderr.includes('Saved plan is stale')]).toEqual([1, true]);
  });

  it.each<[string, (copy: string) => void, RegExp]>([
    ['providers beside it', (copy) => mkdirSync(join(copy, '.terraform')), /also holds \.terraform/],
    ['another file beside it', (copy) => writeFileSync(join(copy, 'x.tf'), ''), /also holds x\.tf/],
    ['no plan in it', (copy) => rmSync(join(copy, 'tfplan')), /lacks tfplan/],
    ['no folder', (copy) => rmSync(copy, { recursive: true }), /lacks cdk\.tf\.json, tfplan/],
  ])('is refused with %s', (name, damage, message) => {
    const copy = join(folder, `damaged ${name}`);
    cpSync(artifact, copy, { recursive: true });
    damage(copy);
    const { status, stderr } = terraform(machine(name), ['apply', 'dev', '--from', copy]);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('remedy: ');
    expect(status).toBe(2);
  });

  it('is not packed where everybody could read it', () => {
    const own = machine('public');
    synthesize(own, 'second');
    const target = join(folder, 'public-artifact');
    const { status, stderr } = terraform(own, ['plan', 'dev', '--pack', target], { REPOSITORY_VISIBILITY: 'public' });
    expect([status, existsSync(target)]).toEqual([2, false]);
    expect(stderr).toContain('can be read by everybody');
  });
});
