/** The entry on a fresh clone: what needs nothing installs nothing, and what is interrupted leaves nothing running. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { newFolder, removeFolders, repository } from '../delivery/fixtures';

afterEach(removeFolders);

/** A clone without packages, in which `npm ci` is a program that takes its time and starts another, as npm does. */
function freshClone(): { readonly folder: string; readonly env: NodeJS.ProcessEnv } {
  const folder = newFolder();
  for (const name of ['bin', 'setup', 'package.json', 'package-lock.json', 'tsconfig.json', '.npmrc']) {
    cpSync(join(repository, name), join(folder, name), { recursive: true });
  }
  const bin = join(folder, 'path');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'npm'),
    '#!/bin/sh\n[ "$1" = --version ] && echo 10 && exit\nsh -c "echo \\$\\$ > child; exec sleep 60"\n',
  );
  chmodSync(join(bin, 'npm'), 0o755);
  return { folder, env: { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` } };
}

function medallion({ folder, env }: ReturnType<typeof freshClone>, ...args: readonly string[]) {
  return spawnSync(process.execPath, [join(folder, 'bin', 'medallion.mjs'), ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
}

async function until(is: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !is(); tries++) await delay(50);
  expect(is()).toBe(true);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A process whose parent has not asked for its end yet is over all the same.
  const status = join('/proc', String(pid), 'stat');
  return !existsSync(status) || !/\) Z /.test(readFileSync(status, 'utf8'));
}

const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { readonly version: string };

test.each([
  [['--help'], 0, /First steps[\s\S]*\$ medallion contracts validate/],
  [[], 0, /^Usage: medallion/],
  [['--version'], 0, new RegExp(`^${version}\n$`)],
  [['stauts'], 2, /^error: unknown command 'stauts'\nremedy: Use status, .*\ncode: unknown-command\n$/],
  [['stauts', '--format', 'json'], 2, /^{"code":"unknown-command"/],
  [['doctor', '--format', 'json'], undefined, /"name": "npm packages",\n\s+"ok": false/],
  [['doctor', '--fromat'], 2, /unknown option '--fromat'/],
])('%j installs nothing', (args, code, said) => {
  const clone = freshClone();
  const before = readdirSync(clone.folder);
  const { status, stdout, stderr } = medallion(clone, ...args);
  expect(`${stdout}${stderr}`).toMatch(said);
  if (code !== undefined) expect(status).toBe(code);
  expect(readdirSync(clone.folder)).toEqual(before);
});

test('help takes less than half a second of the processor', () => {
  const { folder } = freshClone();
  const timed = `TIMEFORMAT=%U; time "${process.execPath}" "${join(folder, 'bin', 'medallion.mjs')}" --help >/dev/null`;
  expect(Number(execFileSync('bash', ['-c', `(${timed}) 2>&1`], { encoding: 'utf8' }))).toBeLessThan(0.5);
});

test('nothing is installed through a link', () => {
  const clone = freshClone();
  const theirs = newFolder();
  writeFileSync(join(theirs, 'kept'), '');
  symlinkSync(theirs, join(clone.folder, 'node_modules'));
  const { status, stderr } = medallion(clone, 'contracts', 'validate');
  expect(status).toBe(2);
  expect(stderr).toContain(`is a link to ${theirs}`);
  expect(stderr).toMatch(/code: packages-linked\n$/);
  expect(readdirSync(theirs)).toEqual(['kept']);
  expect(existsSync(join(clone.folder, 'child'))).toBe(false);
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends set-up with all it started, and frees the lock', async (signal) => {
  const { folder, env } = freshClone();
  const child = spawn(process.execPath, [join(folder, 'bin', 'medallion.mjs'), 'status'], { cwd: folder, env });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  await until(() => existsSync(join(folder, 'child')) && readFileSync(join(folder, 'child'), 'utf8') !== '');
  const grandchild = Number(readFileSync(join(folder, 'child'), 'utf8'));
  expect(isAlive(grandchild)).toBe(true);
  child.kill(signal);
  expect(await ended).toBe(signal === 'SIGINT' ? 130 : 143);
  expect(said).toMatch(/error: set-up was interrupted .*npm packages.*\nremedy: Run the command again/);
  await until(() => !isAlive(grandchild));
  expect(existsSync(join(folder, '.medallion', 'setup.lock'))).toBe(false);
});

test('a set-up that was killed keeps the lock as long as its npm lives', async () => {
  const clone = freshClone();
  const { folder, env } = clone;
  const child = spawn(process.execPath, [join(folder, 'bin', 'medallion.mjs'), 'status'], { cwd: folder, env });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await until(() => existsSync(join(folder, 'child')) && readFileSync(join(folder, 'child'), 'utf8') !== '');
  child.kill('SIGKILL');
  child.stdout.destroy();
  child.stderr.destroy();
  await ended;
  const { child: npm } = JSON.parse(readFileSync(join(folder, '.medallion', 'setup.lock'), 'utf8')) as {
    child: number;
  };
  const refused = medallion(clone, 'status');
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain(`an interrupted set-up left 'npm ci' running (process ${npm})`);
  process.kill(-npm, 'SIGKILL');
  await until(() => !isAlive(npm));
  writeFileSync(join(folder, 'path', 'npm'), '#!/bin/sh\n[ "$1" = --version ] && echo 10 && exit\nexit 7\n');
  expect(medallion(clone, 'status').stderr).toMatch(/'npm ci' ended with exit code 7/);
});
