import fs from 'node:fs';
import { promote } from '../../delivery/promote';
import { publish } from '../../delivery/publish';
import { newRelease, newTarget, removeFolders } from './fixtures';

afterEach(() => {
  jest.restoreAllMocks();
  removeFolders();
});

/** The file system, full from the n-th write on. */
function fullFrom(nth: number): { readonly writes: () => number } {
  const write = fs.writeFileSync;
  let writes = 0;
  jest.spyOn(fs, 'writeFileSync').mockImplementation((...args: Parameters<typeof write>) => {
    writes += 1;
    if (writes >= nth) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    write(...args);
  });
  return { writes: () => writes };
}

test('a disk that is full at any write of a publication or promotion: old or new, and a second try completes', async () => {
  const older = newRelease();
  const newer = newRelease({ 'pipelines/jobs/run.py': 'print("newer")\n' });
  const counting = newTarget();
  const counter = fullFrom(Number.POSITIVE_INFINITY);
  await publish(counting.target, newer);
  await promote(counting.target, newer.release.id);
  const writes = counter.writes();
  jest.restoreAllMocks();
  expect(writes).toBeGreaterThan(newer.release.files.length);
  for (let nth = 1; nth <= writes; nth += 1) {
    const { target } = newTarget();
    await publish(target, older);
    await promote(target, older.release.id);
    fullFrom(nth);
    const deliver = async (): Promise<void> => {
      await publish(target, newer);
      await promote(target, newer.release.id);
    };
    await expect(deliver()).rejects.toThrow('ENOSPC');
    jest.restoreAllMocks();
    const active = (await target.pointer.read())?.state.release ?? '';
    expect([older.release.id, newer.release.id]).toContain(active);
    await target.releases.manifest(active);
    await deliver();
    expect((await target.pointer.read())?.state.release).toBe(newer.release.id);
  }
});
