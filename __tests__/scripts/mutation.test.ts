import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(__dirname, '..', '..');
const node = (...args: readonly string[]) => spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });

const { stderr } = node('scripts/mutation.mjs', 'nothing');
const parts = (/Name parts \((.*?)\)/.exec(stderr)?.[1] ?? '').split(', ');

test('an unknown part is refused with those that there are', () => {
  const { status } = node('scripts/mutation.mjs', 'nothing');
  expect(status).toBe(2);
  expect(stderr).toContain('Unknown: nothing.');
  expect(parts.length).toBeGreaterThan(1);
});

test.each(['0', 'ten', '1.5'])('a sample of %s is refused', (sample) => {
  const refused = node('scripts/mutation.mjs', '--sample', sample);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain(`--sample ${sample}`);
});

/** Parts whose first whole night is still to come: `--raise` gives them a floor, and takes them off this list. */
const WITHOUT_A_FLOOR = ['policies', 'finops', 'contracts', 'review'];

test('a sample raises no floor', () => {
  const refused = node('scripts/mutation.mjs', 'engine', '--sample', '2', '--raise');
  expect([refused.status, refused.stderr]).toEqual([2, 'A sample raises no floor: leave out --sample or --raise.\n']);
});

test('every part has a floor above nothing or waits for its first night, and has its place in the night', () => {
  const floors = JSON.parse(readFileSync(join(ROOT, 'mutation-floors.json'), 'utf8')) as Record<string, number>;
  expect([...Object.keys(floors), ...WITHOUT_A_FLOOR].sort()).toEqual([...parts].sort());
  for (const floor of Object.values(floors)) expect(floor).toBeGreaterThan(0);
  const nightly = parse(readFileSync(join(ROOT, '.github/workflows/nightly.yml'), 'utf8')) as {
    jobs: { mutation: { strategy: { matrix: { part: string[] } } } };
  };
  expect(nightly.jobs.mutation.strategy.matrix.part.sort()).toEqual([...parts].sort());
});

test('what a part names exists', () => {
  const program =
    "import('./scripts/mutation/typescript.mjs').then((m) => console.log(JSON.stringify(m.TYPESCRIPT_PARTS)))";
  const found = JSON.parse(node('-e', program).stdout) as Record<string, { mutate: string[]; slow?: string[] }>;
  for (const [part, { mutate, slow = [] }] of Object.entries(found)) {
    const files = mutate.map((pattern) => pattern.replace(/^!/, '')).filter((pattern) => !pattern.includes('*'));
    const tests = slow.filter((name) => !name.includes('*')).map((name) => `__tests__/${part}/${name}.test.ts`);
    expect([...files, ...tests].filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  }
});
