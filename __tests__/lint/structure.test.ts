import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
// Knip reads the whole repository.
const LONGEST_MS = 120_000;

const LAYERING = [
  'dependency-cruiser/bin/dependency-cruise.mjs',
  '--config',
  '.dependency-cruiser.cjs',
  'shared',
  'azure',
];
const UNUSED = ['knip/bin/knip.js', '--config', 'knip.jsonc'];

/** What a program of `npm run lint` says, with faults planted next to real files. */
function check(
  [program = '', ...args]: readonly string[],
  planted: Readonly<Record<string, string>>,
): { readonly status: number | null; readonly output: string } {
  const files = Object.keys(planted);
  try {
    for (const [file, text] of Object.entries(planted)) writeFileSync(join(ROOT, file), text);
    const command = [join(ROOT, 'node_modules', program), ...args];
    const { status, stdout } = spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' });
    return { status, output: stdout };
  } finally {
    for (const file of files) rmSync(join(ROOT, file), { force: true });
  }
}

test('the folders pass as they are', () => {
  expect(check(LAYERING, {}).status).toBe(0);
});

test('a planted cycle fails and names both files, one by type alone too', () => {
  const { status, output } = check(LAYERING, {
    'azure/planted-one.ts': "import type { Two } from './planted-two';\nexport type One = Two | 'one';\n",
    'azure/planted-two.ts': "import type { One } from './planted-one';\nexport type Two = One | 'two';\n",
  });
  expect(status).not.toBe(0);
  expect(output).toMatch(/no-cycles.*azure\/planted-one\.ts/);
  expect(output).toContain('azure/planted-two.ts');
});

test('a planted upward import fails and names both files', () => {
  const { status, output } = check(LAYERING, {
    'shared/planted.ts': "import type { CloudName } from '../azure/clouds';\nexport type Planted = CloudName;\n",
  });
  expect(status).not.toBe(0);
  expect(output).toMatch(/shared-imports-upward.*shared\/planted\.ts/);
  expect(output).toContain('azure/clouds.ts');
});

test(
  'a planted unused export fails and names its file; used, it passes',
  () => {
    const program = "import { used } from '../azure/planted';\nconsole.log(used);\n";
    const exported = 'export const used = 1;\nexport const nobodyReadsThis = 2;\n';
    const { status, output } = check(UNUSED, { 'bench/planted.ts': program, 'azure/planted.ts': exported });
    expect(status).not.toBe(0);
    expect(output).toMatch(/nobodyReadsThis.*azure\/planted\.ts/);
    expect(output).not.toMatch(/\bused\b.*azure\/planted\.ts/);
    const both = program.replaceAll('used', 'used, nobodyReadsThis');
    expect(check(UNUSED, { 'bench/planted.ts': both, 'azure/planted.ts': exported })).toEqual({
      status: 0,
      output: '',
    });
  },
  LONGEST_MS,
);
