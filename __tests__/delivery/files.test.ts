import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createFile, readTree, writeFolder } from '../../delivery/files';
import { newFolder, removeFolders, repository, requireTypeScript } from './fixtures';

afterEach(removeFolders);

test('creates a file once and never replaces it', () => {
  const file = join(newFolder(), 'deep', 'file');
  expect(createFile(file, 'first')).toBe(true);
  expect(createFile(file, 'second')).toBe(false);
  expect(readFileSync(file, 'utf8')).toBe('first');
  expect(readdirSync(join(file, '..'))).toEqual(['file']);
});

test('of processes that create one file at once exactly one wins, and its content is whole', async () => {
  const file = join(newFolder(), 'file');
  const script = `${requireTypeScript}
    const { createFile } = require('./delivery/files.ts');
    while (Date.now() < Number(process.argv[1]));
    process.stdout.write(String(createFile(process.argv[2], String(process.pid).padEnd(100000, '.'))));`;
  const start = String(Date.now() + 2000);
  const ends = await Promise.all(
    [1, 2, 3].map(() => promisify(execFile)(process.execPath, ['-e', script, start, file], { cwd: repository })),
  );
  expect(ends.map(({ stdout }) => stdout).sort()).toEqual(['false', 'false', 'true']);
  expect(readFileSync(file, 'utf8')).toHaveLength(100_000);
});

test('writes a folder whole, or leaves nothing', () => {
  const parent = newFolder();
  expect(writeFolder(join(parent, 'a'), new Map([['x/y', 'z']]))).toBe(true);
  expect(readFileSync(join(parent, 'a', 'x', 'y'), 'utf8')).toBe('z');
  // A file where a folder is needed: the second entry cannot be written.
  expect(() =>
    writeFolder(
      join(parent, 'b'),
      new Map([
        ['x', '1'],
        ['x/y', '2'],
      ]),
    ),
  ).toThrow();
  expect(readdirSync(parent)).toEqual(['a']);
});

test('a folder that appeared meanwhile is kept', () => {
  const parent = newFolder();
  mkdirSync(join(parent, 'a'));
  writeFileSync(join(parent, 'a', 'x'), 'theirs');
  expect(writeFolder(join(parent, 'a'), new Map([['x', 'ours']]))).toBe(false);
  expect(readFileSync(join(parent, 'a', 'x'), 'utf8')).toBe('theirs');
  expect(readdirSync(parent)).toEqual(['a']);
});

test('reads a tree by path, leaving out what is not wanted', () => {
  const folder = newFolder();
  writeFolder(
    join(folder, 'a'),
    new Map([
      ['z', '1'],
      ['k/b', '2'],
      ['no/c', '3'],
    ]),
  );
  expect([...readTree(join(folder, 'a'), (name) => name !== 'no').keys()]).toEqual(['k/b', 'z']);
});
