import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { erase, prepareErasure, repeatErasures, tryErasure } from '../../delivery/erasure';
import { promote } from '../../delivery/promote';
import { publish } from '../../delivery/publish';
import { invoke } from '../cli/invoke';
import { newFolder, newRelease, newTarget, removeFolders } from './fixtures';

afterAll(removeFolders);

const TABLE = {
  ...{ table: 'bronze.users', place: 'lake', rows: 2, unreadable: 0, deliveries: 1, files: 3, log_entries: 4 },
  ...{ deliveries_deleted: 0, redacted: 0 },
  left: { rows: 0, files: 0, log: 0, text: 0 },
  searched: { columns: ['household_id'], text: [], files: 3, bytes: 1200, log_files: 2 },
};
const PROOF = {
  ...{ id: 'e1', holds: true, failed: [], tables: [TABLE], keyFingerprint: '0011223344556677' },
  ...{ identifiers: { searchedInText: 2, sharedWithOthers: 0 }, notSearched: ['binary columns'] },
};

/** An engine that says what it was asked, and answers as the real one does. */
const ENGINE = `#!/bin/sh
echo "$@" >&2
for word in "$@"; do case "$word" in file://*/requests/*) cat "\${word#file://}" >&2;; esac; done
echo '${JSON.stringify({ event: 'job.finished', isWell: true, result: { proofs: [PROOF], trial: [TABLE] } })}'
`;

async function ready() {
  const { target, layout } = newTarget(ENGINE);
  const { home } = layout;
  const release = newRelease();
  await publish(target, release);
  await promote(target, release.release.id);
  const log: string[] = [];
  return { target, home, log, onLog: (line: string) => log.push(line) };
}

const REQUEST = { subject: 'household', values: ['1234', 'Ärger & Söhne'] };

test('persons reach the engine in a file that only its owner reads, never as an argument', async () => {
  const { target, home, log, onLog } = await ready();
  expect(await erase(target, REQUEST, { onLog })).toEqual(PROOF);
  const [called = '', handed = ''] = log;
  expect(called).toMatch(/-m medallion\.erasure --request file:\S+\/erasures\/requests\/\S+\.json --backup-place \S+ /);
  expect(called).not.toContain('1234 ');
  expect(called).not.toContain('Söhne');
  expect(JSON.parse(handed)).toMatchObject({ schemaVersion: 1, ...REQUEST });
  const folder = join(home, 'lake', 'system', 'erasures', 'requests');
  const [file = ''] = readdirSync(folder);
  expect(file).toMatch(/^\d{8}T\d{6}-[0-9a-f]{8}\.json$/);
  expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
});

test('a trial, a repetition and a request for the pipeline each ask for what they are', async () => {
  const { target, home, log, onLog } = await ready();
  expect(await tryErasure(target, REQUEST, onLog)).toEqual([TABLE]);
  expect(log[0]).toMatch(/--request \S+ --dry-run --release/);
  log.length = 0;
  expect(await repeatErasures(target, { onLog, backups: false })).toEqual([PROOF]);
  expect(log[0]).toMatch(/-m medallion\.erasure --again --release/);
  const id = await prepareErasure(target, REQUEST);
  const file = join(home, 'lake', 'system', 'erasures', 'requests', `${id}.json`);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ id, ...REQUEST });
});

test('without an active release nobody is written down', async () => {
  const { target, layout } = newTarget(ENGINE);
  await expect(erase(target, REQUEST, { onLog: () => undefined })).rejects.toThrow(/no release is active/);
  expect(existsSync(join(layout.lake, 'system', 'erasures'))).toBe(false);
});

test.each([
  [[], /names no kind of person.*remedy: Give it first/s],
  [['household'], /no persons given/],
  [['household', ' '], /no persons given/],
  [['household', '--from', 'nowhere.txt'], /nowhere\.txt cannot be read/],
  [['household', '1', '--prepare', '--yes'], /cannot be used with option/],
  [['household', '--again'], /--again takes no values/],
  [['household', '1'], /no release is active on 'local'/],
])('%j is refused', async (options, message) => {
  const { code, notes } = await invoke(newFolder(), 'erase', ...options);
  expect(code).toBe(2);
  expect(notes).toMatch(message);
});

test('names in a file are taken one a line', async () => {
  const file = join(newFolder(), 'ids.txt');
  writeFileSync(file, '1234\r\n\n 77 \n');
  const home = newFolder();
  const { code } = await invoke(home, 'erase', 'household', '--from', file, '--prepare', '--format', 'json');
  expect(code).toBe(0);
  const folder = join(home, 'lake', 'system', 'erasures', 'requests');
  const [written = ''] = readdirSync(folder);
  expect(JSON.parse(readFileSync(join(folder, written), 'utf8'))).toMatchObject({ values: ['1234', '77'] });
});
