import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

const ROOT = join(__dirname, '..', '..');
const ROOMS = [
  ...['shared', 'azure', 'synthesized', 'environments', 'contracts', 'constructs', 'policies', 'refusals', 'review'],
  ...['stacks', 'finops'],
];
const BARREL = /@cdktf[\\/]provider-azurerm[\\/]lib[\\/]index\.js$/;

describe('the program that cdktf runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'medallion-imports-'));
  const main = join(folder, 'dist', 'main.js');

  beforeAll(() => {
    symlinkSync(join(ROOT, 'contracts'), join(folder, 'contracts'));
    for (const file of ['main.ts', ...ROOMS.flatMap(filesOf)]) compile(file);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('never loads the barrel of the provider, which costs four times the time and memory', () => {
    const loaded = modulesOf(main);
    expect(loaded.filter((path) => path.includes('provider-azurerm')).length).toBeGreaterThan(30);
    expect(loaded.filter((path) => BARREL.test(path))).toEqual([]);
  });

  test('writes the shipped stacks, and those of the recovery environment when it is asked to', () => {
    const written = (...args: readonly string[]): readonly string[] => {
      const output = mkdtempSync(join(folder, 'out-'));
      execFileSync(process.execPath, [main, ...args], {
        cwd: folder,
        env: { ...process.env, NODE_PATH: join(ROOT, 'node_modules'), CDKTF_OUTDIR: output },
      });
      return readdirSync(join(output, 'stacks')).sort();
    };
    const shipped = ['dev', 'dev-access', 'prod', 'prod-access', 'staging', 'staging-access'];
    expect(written()).toEqual(shipped);
    expect(written('--standby')).toEqual([...shipped, 'recovery', 'recovery-access'].sort());
  });

  test('would be seen to load it', () => {
    expect(require.resolve('@cdktf/provider-azurerm')).toMatch(BARREL);
  });

  test('fails for a missing folder of contracts with one message, a remedy and no stack', () => {
    const bare = join(folder, 'bare');
    cpSync(join(folder, 'dist'), join(bare, 'dist'), { recursive: true });
    const { status, stderr } = spawnSync(process.execPath, [join(bare, 'dist', 'main.js')], {
      cwd: bare,
      encoding: 'utf8',
      env: { ...process.env, NODE_PATH: join(ROOT, 'node_modules') },
    });
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      `the contracts folder '${join(bare, 'contracts', 'tables')}' does not exist`,
      'Give the folder that holds the *.odcs.yaml files.',
      '(contracts-not-found)',
    ]);
    expect(readdirSync(bare)).toEqual(['dist']);
  });

  function compile(file: string): void {
    const target = join(folder, 'dist', file);
    mkdirSync(dirname(target), { recursive: true });
    if (file.endsWith('.json')) {
      cpSync(join(ROOT, file), target);
      return;
    }
    const compilerOptions = { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true };
    const { outputText } = transpileModule(readFileSync(join(ROOT, file), 'utf8'), { compilerOptions });
    writeFileSync(target.replace(/\.ts$/, '.js'), outputText);
  }

  /** Paths of all modules that are loaded once `request` is. */
  function modulesOf(request: string): readonly string[] {
    const script = `require(${JSON.stringify(request)}); console.log(JSON.stringify(Object.keys(require.cache)));`;
    const output = execFileSync(process.execPath, ['-e', script], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, NODE_PATH: join(ROOT, 'node_modules') },
    });
    return JSON.parse(output) as string[];
  }
});

function filesOf(room: string): readonly string[] {
  return readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|json)$/.test(file))
    .map((file) => join(room, file));
}
