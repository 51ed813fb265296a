import { debugRun } from '../../delivery/debug';
import { type RunDetail } from '../../delivery/run-events';
import { promote } from '../../delivery/promote';
import { publish } from '../../delivery/publish';
import { runActive, type RunManner } from '../../delivery/run';
import { renderDebug } from '../../cli/commands/debug';
import { invoke } from '../cli/invoke';
import { newFolder, newRelease, newTarget, removeFolders } from './fixtures';

afterAll(removeFolders);

const SAYS_ITS_ARGUMENTS = `#!/bin/sh\necho "$@" >&2\necho '{"event":"run.finished","runId":"r","status":"succeeded","seconds":0}'\n`;

async function promoted(script: string) {
  const { target } = newTarget(script);
  const { release } = await publish(target, newRelease());
  await promote(target, release);
  return target;
}

let shared: ReturnType<typeof promoted> | undefined;

async function argumentsOf(how: RunManner, tables?: readonly string[]): Promise<string> {
  shared ??= promoted(SAYS_ITS_ARGUMENTS);
  const log: string[] = [];
  const listener = { onEvent: () => undefined, onLog: (line: string) => log.push(line) };
  await runActive(await shared, tables, listener, how);
  return log.join('\n');
}

const NAMED = ['silver.users_enriched'];

test.each<{ how: RunManner; tables?: readonly string[]; expected: RegExp }>([
  { how: { mode: { kind: 'resume' } }, expected: / --resume --release/ },
  { how: { mode: { kind: 'full-refresh', tables: [] } }, expected: / --full-refresh {2}--release/ },
  {
    how: { mode: { kind: 'full-refresh', tables: NAMED }, parallel: 2 },
    expected: / --parallel 2 --full-refresh silver\.users_enriched /,
  },
  {
    how: { mode: { kind: 'backfill', days: '2017-03-01..2017-03-31' } },
    tables: NAMED,
    expected: / --tables \S+ --backfill 2017-03-01\.\.2017-03-31 /,
  },
  { how: {}, expected: /^((?!--(resume|full-refresh|backfill|parallel)).)*$/s },
])('the manner $how reaches the engine', async ({ how, tables, expected }) => {
  expect(await argumentsOf(how, tables)).toMatch(expected);
});

test('an unknown table to make again is refused with the nearest name', async () => {
  const wrong: RunManner = { mode: { kind: 'full-refresh', tables: ['silver.user_enriched'] } };
  await expect(argumentsOf(wrong)).rejects.toMatchObject({
    remedy: expect.stringContaining("Use 'silver.users_enriched'"),
  });
});

test.each([
  [['--resume', '--backfill', '2017-03-01'], /--resume' cannot be used with option '--backfill/],
  [['--full-refresh', '--tables', 'silver.x'], /--full-refresh \[names\]' cannot be used with option '--tables/],
  [['--parallel', '0'], /Give a whole number from 1 on/],
])('the options %j are refused', async (options, message) => {
  const { code, notes } = await invoke(newFolder(), 'run', ...options);
  expect(code).not.toBe(0);
  expect(notes).toMatch(message);
});

const detail: RunDetail = {
  runId: '20261130T041500-1a2b3c4d',
  releaseId: '0123456789abcdef',
  startedAt: '2026-11-24T08:00:00.000+00:00',
  tables: [
    {
      table: 'silver.users_enriched',
      status: 'failed',
      seconds: 1.5,
      rowsIn: 10,
      accepted: 9,
      quarantined: 1,
      read: { 'bronze.users': 3 },
      written: 2,
      error: { code: 'quality-failed', message: 'silver.users_enriched is written, but fails enough' },
      checks: [
        {
          checkId: 'enough',
          severity: 'error',
          failed: 1,
          evaluated: 1,
          passed: false,
          value: 9,
          expectation: 'value >= 10',
        },
        {
          checkId: 'age.validValues',
          severity: 'error',
          failed: 1,
          evaluated: 10,
          passed: true,
          value: null,
          expectation: '',
        },
      ],
    },
  ],
  versions: [{ table: 'silver.users_enriched', version: 2, statement: 'SELECT * FROM delta.`/x` VERSION AS OF 2' }],
};

const answers = (found: RunDetail) =>
  `#!/bin/sh\necho "$@" > "$(dirname "$0")/arguments"\ncat <<'END'\n${JSON.stringify({ event: 'debug', ...found })}\nEND\n`;

test('a look at a run tells what it read, wrote and found wrong', async () => {
  const found = await debugRun(await promoted(answers(detail)), { runId: '20261130T041500-1a2b3c4d' });
  expect(found).toMatchObject(detail);
  const page = renderDebug(found);
  expect(page).toMatch(/silver\.users_enriched +failed +bronze\.users v3 +v2 +10 +9 +1 +1\.5/);
  expect(page).toContain('silver.users_enriched is written, but fails enough (quality-failed)');
  expect(page).toContain('error enough is 9, expected value >= 10');
  expect(page).toContain('error age.validValues: 1 of 10 rows set aside or counted');
  expect(page).toContain('SELECT * FROM delta.`/x` VERSION AS OF 2;');
});

test('a query shows its rows only', async () => {
  const result = { columns: ['n', 'name'], rows: [{ n: 3, name: null }] };
  const page = renderDebug(await debugRun(await promoted(answers({ ...detail, result })), { query: 'SELECT 3 AS n' }));
  expect(page).toMatch(/n +name/);
  expect(page).toContain(`1 row, as of run ${detail.runId}`);
  expect(page).not.toContain('VERSION AS OF');
});

test('a target that cannot be asked says where to look instead', async () => {
  const target = await promoted(answers(detail));
  await expect(debugRun({ name: 'elsewhere', pointer: target.pointer }, {})).rejects.toThrow(
    "runs on 'elsewhere' cannot be inspected from this machine",
  );
});
