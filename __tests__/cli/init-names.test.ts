import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App } from 'cdktf';
import { ModuleKind, transpileModule } from 'typescript';
import { pairOf } from '../../azure/region-pairs';
import { loadContracts } from '../../contracts';
import type { Environment } from '../../environments/settings/environment';
import { priceSheets } from '../../finops/prices';
import { addStacks } from '../../stacks';
import { newFolder, removeFolders } from '../delivery/fixtures';
import { invoke } from './invoke';

afterEach(removeFolders);

/** The environments of a project, whose imports of the package are those of this repository. */
function environmentsOf(folder: string): readonly Environment[] {
  const load = (file: string): unknown => {
    const { outputText } = transpileModule(readFileSync(file, 'utf8'), {
      compilerOptions: { module: ModuleKind.CommonJS },
    });
    const exports = {};
    const find = (name: string): unknown =>
      name === 'medallion/environments'
        ? jest.requireActual('../../environments/settings')
        : load(`${join(dirname(file), name)}.ts`);
    new Function('require', 'exports', outputText)(find, exports);
    return exports;
  };
  return (load(join(folder, 'environments', 'index.ts')) as { environments: readonly Environment[] }).environments;
}

const REGIONS = Object.keys(priceSheets).filter((region) => pairOf(region) !== undefined);
// The shortest name that init takes, the longest, and one of digits and hyphens.
const NAMES = ['abc', 'a'.repeat(40), 'a-1-b2'];

test.each([
  ...NAMES.map((name) => [name, 'eastus', 'crm']),
  ...REGIONS.map((region, place) => ['lake', region, place % 2 === 0 ? 'retail' : 'crm']),
])('what init writes for %s in %s (%s) is synthesized', async (name, region, sample) => {
  const folder = join(newFolder(), 'project');
  const options = ['--name', name, '--region', region, '--sample', sample, '--package', '0.1.0', '--no-install'];
  expect(await invoke(newFolder(), 'init', folder, ...options)).toMatchObject({ code: 0 });
  const environments = environmentsOf(folder);
  expect(environments.map((environment) => environment.location)).toEqual([region, region, region]);
  const app = new App({ outdir: join(folder, 'out') });
  addStacks(app, environments, loadContracts(join(folder, 'contracts', 'tables')));
  expect(() => {
    app.synth();
  }).not.toThrow();
});
