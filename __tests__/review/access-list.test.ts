import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { environments } from '../../environments';
import { resourcesOfType } from '../../synthesized/stack';
import { accessList } from '../../review/access-list';
import { addStacks } from '../../stacks';
import { invoke } from '../cli/invoke';
import { shippedContracts, synthesizeShipped } from '../support/shipped';
import { stackOf } from '../policies/harness';

const { stacks } = synthesizeShipped();
const prod = environments.find(({ name }) => name === 'prod');
if (prod === undefined) throw new Error('There is no production.');
const { access } = prod;
const groups = new Map(
  [access.analysts, access.scientists, access.auditors, access.engineers].map(({ objectId, name }) => [objectId, name]),
);
const rows = accessList(stacks, groups);
const of = (environment: string, who: string): readonly string[] =>
  rows.filter((row) => row.environment === environment && row.who === who).map(({ right, on }) => `${right}: ${on}`);

test('leaves out no assignment of any stack, and says of each who, what, where and why', () => {
  const all = stacks.flatMap((stack) =>
    resourcesOfType(
      stack,
      'azurerm_role_assignment',
      'azurerm_synapse_role_assignment',
      'azurerm_synapse_workspace_aad_admin',
    ),
  );
  expect(rows.map(({ path }) => path).sort()).toEqual(all.map(({ path }) => path).sort());
  for (const { who, kind, right, on, reason } of rows) {
    for (const part of [who, right, on, reason]) expect(part).toMatch(/^[^$]{3,}$/);
    expect(kind).not.toBe('unknown');
  }
});

test('names an identity after its resource, also through the output of another stack', () => {
  const factory = rows.filter(({ environment, who }) => environment === 'prod' && who.startsWith('adf-lake-prod'));
  expect(factory.map(({ right, on }) => [right, on.replace(/ (synw|st)\S+/, ' it')])).toEqual([
    ['Synapse Compute Operator', 'Spark pool synspbatch'],
    ['Storage Blob Data Reader', expect.stringContaining('container releases of')],
    ['Storage Blob Data Reader', expect.stringContaining('container system of')],
    ['Synapse Artifact User', 'workspace it'],
  ]);
});

test('shows that each persona has what its work needs, and no more', () => {
  const account = 'stlakeprod7c4hx';
  expect(of('prod', 'lake-analysts')).toEqual([`Storage Blob Data Reader: container gold of ${account}`]);
  expect(of('prod', 'lake-scientists')).toEqual([
    `Storage Blob Data Reader: container gold of ${account}`,
    `Storage Blob Data Reader: container silver of ${account}`,
  ]);
  expect(of('prod', 'lake-auditors')).toEqual([
    `Storage Blob Data Reader: container audit of ${account}`,
    'Log Analytics Reader: logs log-lake-prod-eastus',
  ]);
  expect(of('prod', 'lake-engineers').some((right) => /landing|bronze|Contributor/.test(right))).toBe(false);
  expect(of('dev', 'lake-engineers').filter((right) => right.includes('Data Contributor'))).toHaveLength(5);
});

test('shows what it does not know as it stands', () => {
  const stack = stackOf({
    'azurerm_role_assignment.x': { scope: '${var.scope}', principal_id: '${var.who}', role_definition_id: '/roles/7' },
  });
  expect(accessList([stack], new Map())).toEqual([
    {
      environment: 'test',
      who: '${var.who}',
      kind: 'unknown',
      right: '/roles/7',
      on: '${var.scope}',
      reason: '',
      path: 'test/x',
    },
  ]);
});

describe('medallion access', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'medallion-access-'));
  const app = new App({ outdir });
  addStacks(app, [prod], shippedContracts());
  app.synth();
  afterAll(() => rmSync(outdir, { recursive: true, force: true }));

  test('prints the list as JSON, with the names of groups', async () => {
    const { code, result } = await invoke(outdir, 'access', '--stacks', outdir, '--format', 'json');
    expect(code).toBe(0);
    const { access: listed } = JSON.parse(result) as { readonly access: readonly { readonly who: string }[] };
    expect(listed).toHaveLength(rows.filter(({ environment }) => environment === 'prod').length);
    expect(listed.map(({ who }) => who)).toContain('lake-deployers');
  });

  test('prints a table, and how many rights there are', async () => {
    const { result } = await invoke(outdir, 'access', '--stacks', outdir, '--environment', 'prod');
    expect(result).toMatch(/prod +lake-analysts +Storage Blob Data Reader +container gold of/);
    expect(result).toMatch(/\d+ rights\.\n$/);
  });

  test('fails for an environment that the synthesis does not have', async () => {
    const { code, notes } = await invoke(outdir, 'access', '--stacks', outdir, '--environment', 'prd');
    expect(code).toBe(2);
    expect(notes).toContain("has no stack of 'prd'");
    expect(notes).toContain("Use 'prod'");
  });
});
