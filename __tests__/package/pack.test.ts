import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commit, packed, ROOT, runIn, TARBALL, unpackedProject } from './project';

/** A lake as a team writes it, with imports of the package alone. */
const PROGRAM = `
import { App } from 'cdktf';
import { addStacks, loadContracts, TARGETS, UserError, type Environment } from 'medallion';
import { LakeStorage, Lakehouse, type LakehouseProps } from 'medallion/constructs';
import { monthlyHours } from 'medallion/environments';
import { evaluatePolicies, rules, type Rule } from 'medallion/policies';
import { loadStacks } from 'medallion/synthesized';
import { environment } from './environment';

const mine: Environment = { ...environment, targets: TARGETS };
const props: LakehouseProps = { environment: mine, contracts: loadContracts('contracts') };
const own: readonly Rule[] = rules;
if (![Lakehouse, LakeStorage, monthlyHours, UserError].every((one) => typeof one === 'function')) throw new Error('missing');

const app = new App({ outdir: 'out' });
addStacks(app, [mine], props.contracts);
app.synth();
const { decisions } = evaluatePolicies(loadStacks('out'), own, [], '2026-11-30');
console.log(JSON.stringify({ decided: decisions.length }));
`;

let folder: string;
const run = (command: string, ...args: string[]): string => runIn(folder, command, ...args);

beforeAll(() => {
  folder = packed();
}, 300_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the packed package is installed into an empty folder, type-checked and synthesized by its own names', () => {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'team', private: true }));
  run('npm', 'install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${TARBALL}`);
  expect(existsSync(join(folder, 'node_modules', 'medallion', 'dist', 'index.d.ts'))).toBe(true);

  writeFileSync(join(folder, 'main.ts'), PROGRAM);
  writeFileSync(
    join(folder, 'environment.ts'),
    readFileSync(join(ROOT, 'environments', 'dev.ts'), 'utf8')
      .replaceAll(/from '\.\/(settings\/[\w-]+|workload-profile|usage)'/g, "from 'medallion/environments'")
      .replace(/export const dev\b/, 'export const environment'),
  );
  writeFileSync(
    join(folder, 'example-identities.ts'),
    readFileSync(join(ROOT, 'environments', 'example-identities.ts'), 'utf8').replaceAll(
      /from '\.\/settings\/[\w-]+'/g,
      "from 'medallion/environments'",
    ),
  );
  const bronze = join(folder, 'contracts', 'bronze');
  mkdirSync(bronze, { recursive: true });
  const contract = join('contracts', 'tables', 'bronze', 'events.odcs.yaml');
  writeFileSync(join(bronze, 'events.odcs.yaml'), readFileSync(join(ROOT, contract)));
  const compilerOptions = {
    module: 'node16',
    target: 'ES2022',
    strict: true,
    noEmit: false,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules', '@types')],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  run(process.execPath, compiler, '-p', '.');
  // What cdktf writes into a new project: a resolution that reads no `exports`.
  run(process.execPath, compiler, '-p', '.', '--module', 'commonjs', '--moduleResolution', 'node', '--noEmit');

  const { decided } = JSON.parse(run(process.execPath, 'main.js')) as { readonly decided: number };
  expect(decided).toBeGreaterThan(100);
  expect(existsSync(join(folder, 'out', 'stacks', 'dev', 'cdk.tf.json'))).toBe(true);
}, 300_000);

test('init writes a project that is tested, synthesized, judged, reviewed and packaged, and not deployed as it is', () => {
  const { folder: project, medallion, tool } = unpackedProject(folder, 'lake');
  const options = ['--name', 'our-lake', '--region', 'eastus', '--package', `../${TARBALL}`, '--no-install'];
  medallion('init', '--sample', 'crm', ...options);
  expect(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))).toMatchObject({
    name: 'our-lake',
    dependencies: { medallion: `file:../${TARBALL}`, cdktf: '0.21.0' },
  });
  expect(() => medallion('init', ...options)).toThrow(/code: folder-not-empty/);
  commit(project);

  tool('tsc', '-p', '.');
  tool('jest', '--ci=false');
  expect(readdirSync(join(project, '__tests__', '__snapshots__'))).toEqual(['synth.test.ts.snap']);
  expect(JSON.parse(medallion('contracts', 'validate', '--format', 'json'))).toHaveLength(3);
  tool('cdktf', 'synth');
  expect(readdirSync(join(project, 'cdktf.out', 'stacks'))).toHaveLength(6);
  const policy = JSON.parse(medallion('policy', '--format', 'json')) as { rules: readonly { id: string }[] };
  expect(policy.rules.map(({ id }) => id)).toContain('cost-center-named');
  expect(JSON.parse(medallion('review', '--base', 'HEAD', '--format', 'json'))).toMatchObject({ passed: true });
  const { directory } = JSON.parse(medallion('package', '--format', 'json')) as { directory: string };
  expect(readdirSync(directory)).toContain('manifest.json');
  // Somebody who deploys what the example says is told of every word of it.
  const left = /tenantId: 0{8}-[\s\S]*access\.engineers\.objectId[\s\S]*code: placeholders-left/;
  expect(() => medallion('deploy', 'dev')).toThrow(left);

  // A project that was upgraded is not for an older package.
  const file = join(project, 'package.json');
  const content = JSON.parse(readFileSync(file, 'utf8')) as { medallion: object };
  writeFileSync(file, JSON.stringify({ ...content, medallion: { ...content.medallion, version: '99.0.0' } }));
  expect(() => medallion('contracts', 'graph')).toThrow(/is of medallion 99\.0\.0[\s\S]*code: project-newer/);
}, 400_000);
