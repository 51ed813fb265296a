import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commit, packed, projectAt, ROOT, runIn, TARBALL } from './project';

let place: string;
beforeAll(() => {
  place = packed();
}, 600_000);
afterAll(() => {
  rmSync(place, { recursive: true, force: true });
});

test.each(['crm', 'retail'])(
  '%s: installed from the tarball by npm alone, started with Spark, upgraded',
  (sample) => {
    const folder = join(place, sample);
    mkdirSync(folder);
    runIn(folder, 'npm', 'init', '-y');
    runIn(folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', `../${TARBALL}`);
    const { medallion, tool } = projectAt(folder);
    medallion('init', '--sample', sample, '--region', 'eastus', '--pipeline', 'azure-devops');
    expect(existsSync(join(folder, 'azure-pipelines.yml'))).toBe(true);
    expect(existsSync(join(folder, '.github'))).toBe(false);
    commit(folder);
    runIn(folder, 'npm', 'test');
    // Python and Spark of this repository are of the same locks.
    symlinkSync(join(ROOT, '.medallion'), join(folder, '.medallion'));
    const started = JSON.parse(medallion('start', '--format', 'json')) as {
      status: string;
      tables: readonly { table: string; status: string }[];
      report: string;
    };
    expect(started.status).toBe('succeeded');
    expect(started.tables.map(({ status }) => status)).toEqual(Array(sample === 'crm' ? 3 : 9).fill('succeeded'));
    expect(readFileSync(started.report, 'utf8')).toContain(sample === 'crm' ? 'lead_funnel' : 'daily_metrics');
    tool('cdktf', 'synth');
    expect(readdirSync(join(folder, 'cdktf.out', 'stacks'))).toHaveLength(6);
    expect(JSON.parse(medallion('upgrade', '--format', 'json'))).toMatchObject({
      review: { environments: expect.anything() },
    });
  },
  1_200_000,
);

test.each([
  ['node16', 'node16'],
  ['commonjs', 'node'],
])(
  'a TypeScript below 5.0 is told which it needs, by an import of %s',
  (module, resolution) => {
    const folder = join(place, `old-${module}`);
    mkdirSync(folder);
    runIn(folder, 'npm', 'init', '-y');
    const old = ['typescript@4.9.5', `../${TARBALL}`];
    runIn(folder, 'npm', 'install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', ...old);
    writeFileSync(
      join(folder, 'main.ts'),
      "import { Lakehouse } from 'medallion/constructs';\nexport const it = Lakehouse;\n",
    );
    const { tool } = projectAt(folder);
    const options = [
      '--module',
      module,
      '--moduleResolution',
      resolution,
      '--noEmit',
      '--skipLibCheck',
      '--typeRoots',
      'none',
    ];
    const printed = () => {
      try {
        return tool('tsc', ...options, 'main.ts');
      } catch (error) {
        return (error as { readonly stdout: string }).stdout.trim();
      }
    };
    expect(printed()).toMatch(
      /^main\.ts\(1,27\): error TS2306: .*needs-typescript-5-or-newer\.d\.ts' is not a module\.$/,
    );
  },
  600_000,
);
