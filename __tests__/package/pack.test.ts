import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

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
const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: process.env });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'medallion-package-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('the packed package is installed into an empty folder, type-checked and synthesized by its own names', () => {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: ROOT, stdio: 'pipe' });
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'team', private: true }));
  run(
    'npm',
    'install',
    '--prefer-offline',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    `./medallion-${version}.tgz`,
  );
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
  run(process.execPath, join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.');

  const { decided } = JSON.parse(run(process.execPath, 'main.js')) as { readonly decided: number };
  expect(decided).toBeGreaterThan(100);
  expect(existsSync(join(folder, 'out', 'stacks', 'dev', 'cdk.tf.json'))).toBe(true);
}, 300_000);
