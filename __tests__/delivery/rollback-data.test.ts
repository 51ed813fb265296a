import { promote } from '../../delivery/promote';
import { publish } from '../../delivery/publish';
import { rollbackData } from '../../delivery/rollback';
import { invoke } from '../cli/invoke';
import { newFolder, newRelease, newTarget, removeFolders } from './fixtures';

afterAll(removeFolders);

/** An engine that says what it was asked, and answers as the real one does. */
const ENGINE = `#!/bin/sh
echo "$@" >&2
echo '{"event":"job.finished","isWell":true,"result":{"run_id":"r1","tables":[{"table":"gold.daily_metrics","found":4,"wanted":2,"restored":true}]}}'
`;

test('asks the engine of the active release for gold of a run, or of the last run of the release before', async () => {
  const { target } = newTarget(ENGINE);
  const [older, newer] = [newRelease(), newRelease({ 'pipelines/sql/gold/daily_metrics.sql': 'select 2\n' })];
  const log: string[] = [];
  const asked = async (how: Partial<Parameters<typeof rollbackData>[1]>) => {
    log.length = 0;
    const done = await rollbackData(target, { ...how, onLog: (line) => log.push(line) });
    return { done, said: log.join(' ') };
  };
  await publish(target, older);
  await promote(target, older.release.id);
  await expect(asked({})).rejects.toThrow(/there is no release before the active one/);
  expect(await asked({ run: '20261130T041500-1a2b3c4d', tables: ['gold.daily_metrics'], dryRun: true })).toMatchObject({
    done: { run_id: 'r1', tables: [{ table: 'gold.daily_metrics', found: 4, wanted: 2, restored: true }] },
    said: expect.stringMatching(
      /^-m medallion\.rollback --run 20261130T041500-1a2b3c4d --tables gold\.daily_metrics --dry-run --release /,
    ),
  });
  await publish(target, newer);
  await promote(target, newer.release.id);
  const { said } = await asked({});
  expect(said).toMatch(new RegExp(`--run-of ${older.release.id} --release \\S+${newer.release.id}`));
  expect((await target.pointer.read())?.state.release).toBe(newer.release.id);
});

test.each([
  [['--data', '--only', '0123456789abcdef'], /--data \[run\]' cannot be used with option '--only/],
  [['--data', 'r1'], /no release is active on 'local'/],
])('%j is refused', async (options, message) => {
  const { code, notes } = await invoke(newFolder(), 'rollback', ...options);
  expect(code).toBe(2);
  expect(notes).toMatch(message);
});
