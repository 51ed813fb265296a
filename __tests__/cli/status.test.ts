import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { packageRelease } from '../../delivery/package';
import { localLayout } from '../../delivery/targets/local/layout';
import { newFolder, newRepository, removeFolders } from '../delivery/fixtures';
import { invoke } from './invoke';

afterEach(removeFolders);

test('status and history say what is active, since when, and how runs went', async () => {
  const home = newFolder();
  const layout = localLayout(home);
  const before = await invoke(home, 'status');
  expect(before).toMatchObject({ code: 0 });
  expect(before.result).toContain('no release is active on local');
  expect((await invoke(home, 'history')).result).toBe('nothing was promoted on local yet\n');

  const { release } = packageRelease({ repository: newRepository(), packages: layout.packages });
  await invoke(home, 'publish', release.id);
  await invoke(home, 'promote', release.id);
  const run = { runId: 'run-1', releaseId: release.id, layer: 'bronze', startedAt: '2026-01-02T03:04:05.000Z' };
  const runs = [
    { ...run, table: 'bronze.users', status: 'failed', seconds: 2 },
    { ...run, table: 'bronze.events', status: 'succeeded', seconds: 5 },
    {
      ...run,
      runId: 'run-0',
      startedAt: '2026-01-01T00:00:00.000Z',
      table: 'bronze.events',
      status: 'succeeded',
      seconds: 1,
    },
  ];
  mkdirSync(dirname(layout.lakeData), { recursive: true });
  writeFileSync(layout.lakeData, JSON.stringify({ schemaVersion: 1, runs, quality: [], tables: [], dailySales: [] }));

  const shown = JSON.parse((await invoke(home, 'status', '--format', 'json')).result) as unknown;
  expect(shown).toMatchObject({
    target: 'local',
    active: { release: release.id, previous: null, sequence: 1 },
    releases: [release.id],
    drift: [],
    runs: [
      { runId: 'run-1', status: 'failed', startedAt: run.startedAt, seconds: 5, failures: ['bronze.users failed'] },
      { runId: 'run-0', status: 'succeeded', seconds: 1, failures: [] },
    ],
  });
  expect((await invoke(home, 'status')).result).toMatch(/run-1 .* failed .* bronze\.users failed\n/);
  expect((await invoke(home, 'history')).result).toMatch(new RegExp(`1 +${release.id} +- +20\\d\\d-`));
});

test('monitor holds a lake against the figures of its environment, and a lake of none against the defaults', async () => {
  const home = newFolder();
  const layout = localLayout(home);
  const startedAt = new Date(Date.now() - 24 * 3_600_000).toISOString();
  const run = { runId: 'run-1', releaseId: 'a'.repeat(16), layer: 'bronze', table: 'bronze.users', startedAt };
  const runs = [{ ...run, status: 'succeeded', seconds: 2 }];
  mkdirSync(dirname(layout.lakeData), { recursive: true });
  writeFileSync(layout.lakeData, JSON.stringify({ schemaVersion: 1, runs, quality: [], tables: [], dailySales: [] }));

  expect(await invoke(home, 'monitor', '--environment', 'dev')).toMatchObject({
    code: 0,
    result: expect.stringMatching(/not measured: availability: .*\nnot measured: access violations: /),
  });
  const strict = await invoke(home, 'monitor', '--environment', 'prod');
  expect(strict).toMatchObject({ code: 1, result: expect.stringMatching(/freshness .* below 1 h/) });
  expect(await invoke(home, 'monitor')).toMatchObject({ code: 1 });
  expect(await invoke(home, 'monitor', '--environment', 'qa')).toMatchObject({
    code: 2,
    notes: expect.stringContaining("there is no environment 'qa'"),
  });
});
