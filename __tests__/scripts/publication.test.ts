import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, removeFolders, repository } from '../delivery/fixtures';

afterEach(removeFolders);

function prepare(changelog: string, ...args: readonly string[]) {
  const folder = newFolder();
  writeFileSync(join(folder, 'package.json'), '{"name": "medallion", "version": "1.2.3", "private": true}');
  writeFileSync(join(folder, 'CHANGELOG.md'), changelog);
  const script = join(repository, 'scripts', 'publication.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--folder', folder, ...args], { encoding: 'utf8' });
  return { status, stderr, content: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as object };
}

const GOOD = '# Changelog\n\n## 1.2.3 - 2026-12-01\n\nNew.\n';

test('a tag with its changelog is published under the scope', () => {
  const { status, content } = prepare(GOOD, '--scope', 'ours', '--tag', 'v1.2.3');
  expect({ status, content }).toEqual({ status: 0, content: { name: '@ours/medallion', version: '1.2.3' } });
});

test.each([
  [GOOD, ['--tag', 'v1.2.3'], "'' is no scope"],
  [GOOD, ['--scope', '@ours', '--tag', 'v1.2.3'], "'@ours' is no scope"],
  [GOOD, ['--scope', 'ours', '--tag', 'v1.2.4'], 'package.json says 1.2.3'],
  ['# Changelog\n', ['--scope', 'ours', '--tag', 'v1.2.3'], 'no section 1.2.3'],
])('%j %j is refused, and the package stays private', (changelog, args, message) => {
  const { status, stderr, content } = prepare(changelog, ...args);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(content).toMatchObject({ private: true });
});
