import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PointerMoved } from '../../delivery/pointer-moved';
import { promote } from '../../delivery/promote';
import { publish } from '../../delivery/publish';
import { rollback } from '../../delivery/rollback';
import { statusOf } from '../../delivery/status';
import type { ReleaseFolder } from '../../delivery/verify';
import { newRelease, newTarget, removeFolders } from './fixtures';

afterEach(removeFolders);

const moved = { at: '2026-01-01T00:00:00.000Z', by: 'tester' };
const second = { 'pipelines/jobs/run.py': 'print("second")\n' };
const third = { 'pipelines/jobs/run.py': 'print("third")\n' };

async function published(...releases: readonly ReleaseFolder[]) {
  const made = newTarget();
  for (const release of releases) await publish(made.target, release);
  return { ...made, ids: releases.map(({ release }) => release.id) };
}

test('publishing twice is harmless and says so', async () => {
  const { target, layout } = newTarget();
  const release = newRelease();
  expect(await publish(target, release)).toEqual({ release: release.release.id, outcome: 'published', changes: [] });
  expect(await publish(target, release)).toEqual({ release: release.release.id, outcome: 'present', changes: [] });
  expect(await target.releases.list()).toEqual([release.release.id]);
  expect(readdirSync(layout.releases)).toEqual([release.release.id]);
});

test('publishing over a release that was changed is refused', async () => {
  const release = newRelease();
  const { target, layout } = await published(release);
  writeFileSync(join(layout.releases, release.release.id, 'manifest.json'), '{}');
  await expect(publish(target, release)).rejects.toThrow(/manifest\.json was changed/);
});

test('a release that was half copied by a killed process is not visible', async () => {
  const release = newRelease();
  const { target, layout } = await published(release);
  const partial = join(layout.releases, '.partial-killed');
  writeFileSync(partial, '');
  expect(await target.releases.list()).toEqual([release.release.id]);
  await expect(promote(target, '.partial-killed')).rejects.toThrow(/is not a release id/);
});

test('promotes, remembers the one before, and counts', async () => {
  const { target, layout, ids } = await published(newRelease(), newRelease(second));
  const [one = '', other = ''] = ids;
  expect(await promote(target, one)).toMatchObject({
    changed: true,
    changes: [],
    state: { release: one, previous: null, sequence: 1 },
  });
  expect(await promote(target, other)).toMatchObject({
    changed: true,
    state: { release: other, previous: one, sequence: 2 },
  });
  expect(JSON.parse(readFileSync(layout.pointer, 'utf8'))).toMatchObject({
    release: other,
    previous: one,
    sequence: 2,
  });
});

test('promoting the active release changes nothing', async () => {
  const { target, ids } = await published(newRelease());
  await promote(target, ids[0] ?? '');
  expect(await promote(target, ids[0] ?? '')).toMatchObject({ changed: false, state: { sequence: 1 } });
});

test('refuses to promote what is not published, naming what is', async () => {
  const { target, layout, ids } = await published(newRelease());
  await expect(promote(target, '0123456789abcdef')).rejects.toMatchObject({
    message: "release '0123456789abcdef' is not published",
    remedy: `Use one that is published: ${ids[0] ?? ''}.`,
  });
  expect(existsSync(layout.pointer)).toBe(false);
});

test('refuses to promote a release that was changed after it was published', async () => {
  const { target, layout, ids } = await published(newRelease());
  writeFileSync(join(layout.releases, ids[0] ?? '', 'jobs', 'run.py'), 'evil');
  await expect(promote(target, ids[0] ?? '')).rejects.toThrow(/jobs\/run\.py was changed/);
});

test('of two promotions from the same state one wins and the other says what is active now', async () => {
  const { target, ids } = await published(newRelease(), newRelease(second), newRelease(third));
  const [one = '', other = '', last = ''] = ids;
  await promote(target, one);
  const seen = await target.pointer.read();
  await target.pointer.write({ release: other, previous: one, sequence: 2, ...moved }, seen?.etag);
  const late = target.pointer.write({ release: last, previous: one, sequence: 2, ...moved }, seen?.etag);
  await expect(late).rejects.toThrow(PointerMoved);
  await expect(late).rejects.toThrow(`it is ${other} now`);
  expect((await target.pointer.read())?.state.release).toBe(other);
});

test('a stale etag is refused even with a number that is free', async () => {
  const { target, ids } = await published(newRelease(), newRelease(second));
  const [one = '', other = ''] = ids;
  await promote(target, one);
  const seen = await target.pointer.read();
  await promote(target, other);
  await expect(
    target.pointer.write({ release: one, previous: other, sequence: 3, ...moved }, seen?.etag),
  ).rejects.toThrow(PointerMoved);
  expect((await target.pointer.read())?.state).toMatchObject({ release: other, previous: one, sequence: 2 });
});

test('two promoters that begin at once: exactly one wins the first promotion', async () => {
  const { target, ids } = await published(newRelease(), newRelease(second));
  const ends = await Promise.allSettled(ids.map((id) => promote(target, id)));
  const winners = ids.filter((_id, position) => ends[position]?.status === 'fulfilled');
  expect(winners).toEqual([(await target.pointer.read())?.state.release]);
});

test('rolls back, and back again', async () => {
  const { target, ids } = await published(newRelease(), newRelease(second));
  const [one = '', other = ''] = ids;
  await promote(target, one);
  await expect(rollback(target)).rejects.toThrow(/no release before the active one on 'local'/);
  await promote(target, other);
  expect((await rollback(target)).state).toMatchObject({ release: one, previous: other, sequence: 3 });
  expect((await rollback(target)).state).toMatchObject({ release: other, previous: one, sequence: 4 });
});

test('the history tells every move, newest first, with when and who', async () => {
  const { target, ids } = await published(newRelease(), newRelease(second));
  const [one = '', other = ''] = ids;
  expect(await target.pointer.history()).toEqual([]);
  await promote(target, one);
  await promote(target, other);
  await rollback(target);
  const history = await target.pointer.history();
  expect(history.map(({ sequence, release }) => [sequence, release])).toEqual([
    [3, one],
    [2, other],
    [1, one],
  ]);
  expect(history[0]).toEqual((await target.pointer.read())?.state);
  expect(history.every(({ at, by }) => Date.parse(at) > 0 && by !== '')).toBe(true);
});

test('a pointer of before times and people were kept is still a pointer', async () => {
  const { target, layout, ids } = await published(newRelease());
  const [one = ''] = ids;
  mkdirSync(layout.promotions, { recursive: true });
  writeFileSync(
    join(layout.promotions, '00000001.json'),
    JSON.stringify({ release: one, previous: null, sequence: 1 }),
  );
  expect((await target.pointer.read())?.state).toMatchObject({ release: one, by: 'unknown' });
  writeFileSync(
    join(layout.promotions, '00000001.json'),
    JSON.stringify({ release: 'x', previous: null, sequence: 1 }),
  );
  await expect(target.pointer.read()).rejects.toThrow(/is not a release pointer/);
});

test('the status of a target: what is active, what is published, what ran', async () => {
  const { target, ids } = await published(newRelease());
  const [one = ''] = ids;
  expect(await statusOf(target)).toEqual({ target: 'local', active: null, releases: [one], drift: [], runs: [] });
  await promote(target, one);
  expect(await statusOf(target)).toMatchObject({ active: { release: one, sequence: 1 }, drift: [] });
});
