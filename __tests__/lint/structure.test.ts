import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** What the layering check says about a few folders, with faults planted next to real files. */
function check(planted: Readonly<Record<string, string>>): { readonly status: number | null; readonly output: string } {
  const files = Object.keys(planted);
  try {
    for (const [file, text] of Object.entries(planted)) writeFileSync(join(ROOT, file), text);
    const command = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
    const { status, stdout } = spawnSync(
      process.execPath,
      [command, '--config', '.dependency-cruiser.cjs', 'shared', 'azure'],
      { cwd: ROOT, encoding: 'utf8' },
    );
    return { status, output: stdout };
  } finally {
    for (const file of files) rmSync(join(ROOT, file), { force: true });
  }
}

test('the folders pass as they are', () => {
  expect(check({}).status).toBe(0);
});

test('a planted cycle fails and names both files, one by type alone too', () => {
  const { status, output } = check({
    'azure/planted-one.ts': "import type { Two } from './planted-two';\nexport type One = Two | 'one';\n",
    'azure/planted-two.ts': "import type { One } from './planted-one';\nexport type Two = One | 'two';\n",
  });
  expect(status).not.toBe(0);
  expect(output).toMatch(/no-cycles.*azure\/planted-one\.ts/);
  expect(output).toContain('azure/planted-two.ts');
});

test('a planted upward import fails and names both files', () => {
  const { status, output } = check({
    'shared/planted.ts': "import type { CloudName } from '../azure/clouds';\nexport type Planted = CloudName;\n",
  });
  expect(status).not.toBe(0);
  expect(output).toMatch(/shared-imports-upward.*shared\/planted\.ts/);
  expect(output).toContain('azure/clouds.ts');
});
