import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

test('docs/constructs is what the source says', () => {
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'constructs-docs.mjs'), '--check'], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

describe('docs/best-practices.md', () => {
  const text = readFileSync(join(ROOT, 'docs', 'best-practices.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| practice'));

  test('has a row for each of 21 practices, 7 examples and 10 quick wins', () => {
    expect(rows).toHaveLength(38);
    for (let practice = 1; practice <= 21; practice += 1) {
      expect(rows.filter((row) => row.startsWith(`| ${String(practice)} `)).length).toBeGreaterThan(0);
    }
  });

  test.each(rows)('points to code and to a test that are there: %s', (row) => {
    const [, , , built = '', proven = ''] = row.split('|');
    const paths = (cell: string): readonly string[] =>
      [...cell.matchAll(/\]\(\.\.\/([^)]+)\)/g)].map(([, path = '']) => path);
    expect(paths(built).length).toBeGreaterThan(0);
    expect(paths(proven).every((path) => /^(__tests__|pipelines\/tests)\//.test(path))).toBe(true);
    expect(paths(proven).length).toBeGreaterThan(0);
    expect([...paths(built), ...paths(proven)].filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
