import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRelease } from '../../delivery/package';
import { CODE_FILE, releaseId } from '../../delivery/release';
import { readVerified } from '../../delivery/verify';
import { UserError } from '../../shared/errors';
import { newFolder, newRelease, newRepository, removeFolders, repository, requireTypeScript } from './fixtures';

const python = join(repository, '.medallion', 'venv', 'bin', 'python');

afterEach(removeFolders);

function bytesOf(directory: string): Record<string, string> {
  return Object.fromEntries(
    [...readVerified(directory).contents].map(([path, bytes]) => [path, Buffer.from(bytes).toString('hex')]),
  );
}

test('two clones of other age and place give the same id and the same bytes, on another day', () => {
  const [one, other] = [newRepository(), newRepository()];
  utimesSync(join(other, 'pipelines/src/medallion/__main__.py'), 1_000_000_000, 1_000_000_000);
  const first = packageRelease({ repository: one, packages: join(newFolder(), 'packages') });
  jest.useFakeTimers({ now: new Date('2031-02-03T04:05:06Z') });
  try {
    const second = packageRelease({ repository: other, packages: join(newFolder(), 'elsewhere') });
    expect(second.release.id).toBe(first.release.id);
    expect(bytesOf(second.directory)).toEqual(bytesOf(first.directory));
  } finally {
    jest.useRealTimers();
  }
});

test('an archive does not depend on the time zone', () => {
  const script = `${requireTypeScript}
    const { archive } = require('./delivery/archive.ts');
    process.stdout.write(Buffer.from(archive(new Map([['b', Buffer.from('1')], ['a', Buffer.from('2')]]))).toString('hex'));`;
  const zipped = (TZ: string): string =>
    execFileSync(process.execPath, ['-e', script], { cwd: repository, env: { ...process.env, TZ }, encoding: 'utf8' });
  expect(zipped('Pacific/Auckland')).toBe(zipped('America/Los_Angeles'));
});

test.each([
  ['code', { 'pipelines/src/medallion/inner/__init__.py': 'ANSWER = 43\n' }],
  ['a job', { 'pipelines/jobs/run.py': 'print("other")\n' }],
  ['SQL', { 'pipelines/sql/gold/daily_metrics.sql': 'select 9\n' }],
])('a change of %s gives another id', (_what, changes: Record<string, string>) => {
  expect(newRelease(changes).release.id).not.toBe(newRelease().release.id);
});

test('what tools and tests leave beside the sources changes nothing', () => {
  const release = newRelease({
    'pipelines/src/medallion/__pycache__/x.cpython-311.pyc': 'x',
    'pipelines/src/medallion/tests/test_x.py': 'x',
    'pipelines/src/medallion.egg-info/PKG-INFO': 'x',
    'pipelines/src/.hidden': 'x',
    'pipelines/src/stale.pyc': 'x',
  });
  expect(release.release.id).toBe(newRelease().release.id);
});

test('lists every file with its digest, and its id follows from them', () => {
  const { release, contents } = newRelease();
  expect(release.files.map(({ path }) => path)).toEqual([
    'jobs/active_release.py',
    'jobs/run.py',
    'manifest.json',
    `medallion-${release.version}-py3-none-any.whl`,
    CODE_FILE,
    'sql/gold/daily_metrics.sql',
    'sql/gold/transaction_summary.sql',
    'sql/gold/user_features.sql',
  ]);
  expect(contents.size).toBe(release.files.length + 1);
  expect(release.version).toMatch(/^1\.2\.3\+h[0-9a-f]{12}$/);
  expect(releaseId([...release.files].reverse())).toBe(release.id);
});

test.each(['wheel', 'zip'])('Python imports the code from the %s', (kind) => {
  const { directory, release } = newRelease();
  const file = kind === 'zip' ? CODE_FILE : `medallion-${release.version}-py3-none-any.whl`;
  const printed = execFileSync(python, ['-c', 'import bronze_ingestion; print(bronze_ingestion.ANSWER)'], {
    env: { PYTHONPATH: join(directory, file) },
    encoding: 'utf8',
  });
  expect(printed).toBe('42\n');
});

test('pip installs the wheel, checking its RECORD, without a network', () => {
  const { directory, release } = newRelease();
  const wheel = join(directory, `medallion-${release.version}-py3-none-any.whl`);
  const site = newFolder();
  const install = ['-m', 'pip', 'install', '--quiet', '--no-index', '--no-deps', '--target', site, wheel];
  execFileSync(python, install, { env: { ...process.env, PIP_DISABLE_PIP_VERSION_CHECK: '1' } });
  const show = 'import importlib.metadata as m; print(m.version("medallion"))';
  const printed = execFileSync(python, ['-c', show], { env: { PYTHONPATH: site }, encoding: 'utf8' });
  expect(printed.trim()).toBe(release.version);
});

test('every entry of the wheel but RECORD itself is in RECORD with the right digest', () => {
  const { directory, release } = newRelease();
  const script = `
import base64, hashlib, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
record = next(name for name in archive.namelist() if name.endswith('/RECORD'))
rows = [line.split(',') for line in archive.read(record).decode().splitlines()]
assert sorted(row[0] for row in rows) == sorted(archive.namelist())
for path, digest, size in rows:
    if path != record:
        data = archive.read(path)
        assert digest == 'sha256=' + base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode(), path
        assert int(size) == len(data), path
print(len(rows))`;
  const printed = execFileSync(python, [
    '-c',
    script,
    join(directory, `medallion-${release.version}-py3-none-any.whl`),
  ]);
  expect(Number(printed.toString())).toBe(4 + 3);
});

test('packaging again keeps the folder, and mends one that was tampered with', () => {
  const packaging = { repository: newRepository(), packages: join(newFolder(), 'packages') };
  const first = packageRelease(packaging);
  const before = bytesOf(first.directory);
  writeFileSync(join(first.directory, 'manifest.json'), '{}');
  const second = packageRelease(packaging);
  expect(bytesOf(second.directory)).toEqual(before);
  expect(readdirSync(packaging.packages)).toEqual([first.release.id]);
});

test.each([
  ['pipelines/src', /the Python package cannot be packaged: .*does not exist, needed is medallion\/__main__\.py/],
  ['pipelines/src/medallion/__main__.py', /needed is medallion\/__main__\.py/],
  ['pipelines/jobs', /the job entry files cannot be packaged/],
  ['pipelines/sql', /the SQL files cannot be packaged/],
  [
    'pipelines/sql/gold/daily_metrics.sql',
    /the SQL file 'gold\/daily_metrics\.sql' named by a contract does not exist/,
  ],
])('fails without %s and leaves nothing', (path, message) => {
  const folder = newRepository();
  const packages = join(newFolder(), 'packages');
  rmSync(join(folder, path), { recursive: true });
  const attempt = () => packageRelease({ repository: folder, packages });
  expect(attempt).toThrow(UserError);
  expect(attempt).toThrow(message);
  expect(existsSync(packages)).toBe(false);
});

test('a folder that holds nothing of use is named as it is', () => {
  const folder = newRepository();
  rmSync(join(folder, 'pipelines/jobs'), { recursive: true });
  mkdirSync(join(folder, 'pipelines/jobs/__pycache__'), { recursive: true });
  expect(() => packageRelease({ repository: folder, packages: newFolder() })).toThrow(/holds __pycache__/);
});

test.each([
  [
    'a changed file',
    (directory: string) => writeFileSync(join(directory, CODE_FILE), 'evil'),
    /medallion\.zip was changed/,
  ],
  ['a missing file', (directory: string) => rmSync(join(directory, 'manifest.json')), /manifest\.json is missing/],
  ['an added file', (directory: string) => writeFileSync(join(directory, 'jobs/x.py'), ''), /jobs\/x\.py was added/],
  [
    'a cut description',
    (directory: string) => writeFileSync(join(directory, 'release.json'), '{"id":'),
    /does not describe/,
  ],
  ['a forged description', forge, /lists other files than its id/],
  ['no description', (directory: string) => rmSync(join(directory, 'release.json')), /there is no release in/],
])('refuses a release with %s', (_what, tamper, message) => {
  const { directory } = newRelease();
  expect(() => readVerified(directory)).not.toThrow();
  tamper(directory);
  expect(() => readVerified(directory)).toThrow(message);
});

/** Consistent in itself: only the id gives it away. */
function forge(directory: string): void {
  const file = join(directory, 'release.json');
  const text = readFileSync(file, 'utf8').replace(/"id": "[0-9a-f]{16}"/, '"id": "0123456789abcdef"');
  writeFileSync(file, text);
}
