import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isNewer } from '../../cli/project-file';
import { fileSpec } from '../../cli/init/place';
import { nameFrom } from '../../cli/init/options';
import { changesBetween } from '../../cli/commands/upgrade';
import { environments } from '../../environments';
import { placeholdersIn } from '../../environments/checks/placeholders';
import { newFolder, removeFolders } from '../delivery/fixtures';
import { invoke } from './invoke';

afterEach(removeFolders);

const OPTIONS = ['--package', '0.1.0', '--no-install'];

test.each(['retail', 'crm'])('init writes a whole project (%s), and says which files', async (sample) => {
  const folder = join(newFolder(), 'our-lake');
  const { code, result } = await invoke(
    newFolder(),
    ...['init', folder, '--sample', sample, '--region', 'northeurope', '--format', 'json', ...OPTIONS],
  );
  expect(code).toBe(0);
  const { files, name } = JSON.parse(result) as { files: readonly string[]; name: string };
  expect(name).toBe('our-lake');
  expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
  for (const environment of ['dev', 'staging', 'prod']) {
    const text = readFileSync(join(folder, 'environments', `${environment}.ts`), 'utf8');
    expect(text).toContain("location: 'northeurope'");
    expect(text).not.toMatch(/from '\.\/settings|eastus|medallion-retail/);
  }
  expect(readFileSync(join(folder, 'environments', 'prod.ts'), 'utf8')).toContain("region: 'westeurope'");
  const written = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('');
  expect(written).not.toMatch(/[^$]\{\{/);
});

test('files of git and npm do not make a folder a project; any other file is never overwritten', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, '.git'));
  writeFileSync(join(folder, 'package.json'), '{"name": "x", "scripts": {"test": "exit 1"}}');
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  const refused = await invoke(newFolder(), 'init', folder, ...OPTIONS);
  expect(refused).toMatchObject({ code: 2, notes: expect.stringMatching(/holds notes\.txt\n[\s\S]*folder-not-empty/) });
  expect(readdirSync(folder).sort()).toEqual(['.git', 'notes.txt', 'package.json']);
  writeFileSync(join(folder, 'package.json'), '{"scripts": {"build": "x"}}');
  expect((await invoke(newFolder(), 'init', folder, ...OPTIONS)).notes).toContain('folder-not-empty');
});

test.each([
  [['--name', 'Our Lake'], 'invalid-name'],
  [['--region', 'westus3'], 'unknown-region'],
  [['--region', 'atlantis'], 'unknown-region'],
  [['--sample', 'none'], 'unknown-option-value'],
  [['--package', 'nowhere.tgz'], 'package-not-found'],
])('%j is refused, and nothing is written', async (args, code) => {
  const folder = newFolder();
  const ending = await invoke(newFolder(), 'init', folder, '--no-install', '--package', '0.1.0', ...args);
  expect(ending.code).toBe(2);
  expect(ending.notes).toContain(`code: ${code}`);
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that cannot be made is one clear error', async () => {
  const file = join(newFolder(), 'file');
  writeFileSync(file, '');
  const { code, notes } = await invoke(newFolder(), 'init', join(file, 'lake'), ...OPTIONS);
  expect({ code, notes }).toEqual({
    code: 2,
    notes: expect.stringMatching(/^error: .*\nremedy: Name another folder\.\ncode: folder-not-writable\n$/),
  });
});

test('a clone does not know where npm finds the package', async () => {
  const { notes } = await invoke(newFolder(), 'init', newFolder(), '--no-install');
  expect(notes).toMatch(/npm pack[\s\S]*code: package-unknown/);
});

test('every placeholder of the shipped environments is found, and nothing else', () => {
  for (const environment of environments) {
    const paths = placeholdersIn(environment).map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['tenantId', 'subscriptionId', 'access.deployers.objectId', 'contacts.0.email']),
    );
    expect(
      paths.every((path) => /^(tenantId|subscriptionId|access\.|contacts\.|network\.allowedRanges)/.test(path)),
    ).toBe(true);
  }
});

test('environments and deploy say what is left', async () => {
  const { result } = await invoke(newFolder(), 'environments');
  expect(result).toMatch(/prod +eastus +private +\d+\n[\s\S]*dev: tenantId is 0{8}-/);
  for (const args of [
    ['environments', '--ready', 'dev'],
    ['deploy', 'dev'],
  ]) {
    expect(await invoke(newFolder(), ...args)).toMatchObject({
      code: 2,
      notes: expect.stringContaining('placeholders-left'),
    });
  }
  expect((await invoke(newFolder(), 'deploy', 'dve')).notes).toContain("Use 'dev'");
});

test.each([
  ['0.10.0', '0.9.1', true],
  ['0.9.1', '0.10.0', false],
  ['1.0.0', '1.0.0', false],
  ['1.0.1-rc.1', '1.0.0', true],
])('%s is newer than %s: %s', (version, than, expected) => {
  expect(isNewer(version, than)).toBe(expected);
});

test('an upgrade tells what is newer than the project', () => {
  const changelog =
    '# Changelog\n\n## Unreleased\n\nnew\n\n## 0.2.0 - 2026-12-01\n\ntwo\n\n## 0.1.0 - 2026-11-01\n\none\n';
  expect(changesBetween(changelog, '0.1.0')).toMatch(/new[\s\S]*two/);
  expect(changesBetween(changelog, '0.1.0')).not.toContain('one');
});

test.each([
  ['/home/a/lake/medallion.tgz', '/home/a/lake', 'file:./medallion.tgz'],
  ['/home/a/medallion.tgz', '/home/a/lake', 'file:../medallion.tgz'],
])('the tarball %s is %s: %s', (path, folder, spec) => {
  expect(fileSpec(path, folder)).toBe(spec);
});

test.each([
  ['Our Lake!', 'our-lake'],
  ['2026_sales', 'sales'],
  ['x', 'my-lake'],
])('the folder %s proposes the name %s', (folder, name) => {
  expect(nameFrom(folder)).toBe(name);
});
