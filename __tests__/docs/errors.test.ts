import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'medallion-errors-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(script: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, [join(ROOT, 'scripts', script), ...args], { encoding: 'utf8' });
}

test('docs/errors.md is what the source says', () => {
  const { status, stderr } = run('errors-docs.mjs', '--check');
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('docs/errors.md lists codes of every part', () => {
  const text = readFileSync(join(ROOT, 'docs', 'errors.md'), 'utf8');
  for (const code of [
    'unknown-option',
    'release-not-found',
    'unknown-column',
    'setting-out-of-range',
    'landing-missing',
  ]) {
    expect(text).toContain(`| \`${code}\` |`);
  }
});

test('every remedy that is written out begins with a verb', () => {
  const { status, stdout, stderr } = run('lint-remedies.mjs');
  expect(stderr).toBe('');
  expect(Number(/^(\d+) remedies judged/.exec(stdout)?.[1])).toBeGreaterThan(500);
  expect(status).toBe(0);
});

describe('a planted fault', () => {
  /** Every form in which a remedy is written, each in a file of its own. */
  const FORMS: Readonly<Record<string, (remedy: string) => string>> = {
    'cli/error.ts': (remedy) => `throw new UserError('code', 'it is wrong', '${remedy}');`,
    'refusals/object.ts': (remedy) => `export const rule = { id: 'x', remedy: '${remedy}' };`,
    'contracts/finding.ts': (remedy) => `report('code', ['a'], 'it is wrong', '${remedy}');`,
    'constructs/check.ts': (remedy) => `requireInteger(this, 'a', a, { min: 1, max: 2 }, '${remedy}');`,
    'delivery/constant.ts': (remedy) => `const R = \`${remedy}\`; throw new UserError('a', 'b', R);`,
    'delivery/function.ts': (remedy) => `function remedyOf() { return '${remedy}'; }`,
    'setup/choice.mjs': (remedy) => `new SetupError('a', 'b', c ? 'Wait.' : '${remedy}');`,
    'pipelines/src/engine.py': (remedy) => `raise MedallionError("a", "b", f"${remedy} {c}")\n`,
  };
  const planted = (files: Readonly<Record<string, string>>) => {
    const root = mkdtempSync(join(folder, 'root-'));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    return run('lint-remedies.mjs', root);
  };
  const everyForm = (remedy: string) =>
    planted(Object.fromEntries(Object.entries(FORMS).map(([file, form]) => [file, form(remedy)])));

  test('a reason instead of a remedy is found in every form, with file and line', () => {
    const { status, stderr } = everyForm('Otherwise nobody can read it.');
    const found = stderr.trimEnd().split('\n');
    expect(found.map((line) => line.split(':1: ')[0]).sort()).toEqual(Object.keys(FORMS).sort());
    for (const line of found) expect(line).toContain("begins with 'Otherwise', not with a verb");
    expect(status).toBe(1);
  });

  test('a remedy passes in every form', () => {
    const { status, stdout, stderr } = everyForm('Leave it out.');
    expect(stderr).toBe('');
    // The choice has two.
    expect(stdout).toMatch(/^9 remedies judged, 0 errors/);
    expect(status).toBe(0);
  });

  test('a code that is not kebab-case, and a folder without errors', () => {
    const file = { 'cli/x.ts': "throw new UserError('NotFound', 'it is wrong', 'Wait.');" };
    expect(planted(file).stderr).toContain("cli/x.ts:1: the code 'NotFound' is not in kebab-case");
    expect(planted({}).stderr).toContain('no remedy was found');
  });
});
