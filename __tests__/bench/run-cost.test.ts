import { monthOf, rarestWithin, runOf, type Pool, type Work } from '../../bench/run-cost/simulate';
import { schedule } from '../../bench/run-cost/schedule';
import { tableGraph } from '../../contracts/graph';

const table = (name: `bronze.${string}` | `silver.${string}` | `gold.${string}`, ...inputs: `bronze.${string}`[]) => ({
  name,
  inputs,
  foreignKeys: [],
});
// Three tables of bronze feed one of silver.
const graph = tableGraph([
  table('bronze.a'),
  table('bronze.b'),
  table('bronze.c'),
  table('silver.s', 'bronze.a', 'bronze.b', 'bronze.c'),
]);
const pool: Pool = { vcoresPerNode: 8, minNodes: 3, maxNodes: 6, pauseMinutes: 5, startMinutes: 5 };
const work: Work = { graph, tableMinutes: 4, parallel: 2, vcores: 24 };

test.each([
  // 5 + (4 + 4 for three tables on two places) + 4.
  ['run', 1, 17, 5],
  // Bronze 5 + 8, then silver 5 + 4.
  ['layer', 2, 22, 10],
  // Two of 9 side by side, the third, then silver: 3 x 9.
  ['table', 4, 27, 20],
] as const)('a run by one session a %s: %i sessions, %i minutes', (form, sessions, minutes, starting) => {
  const run = runOf(form, work, pool);
  expect([run.sessions.length, run.minutes, run.starting]).toEqual([sessions, minutes, starting]);
});

test('an hourly run of 17 minutes keeps three nodes up for 22, and its rows are 47 minutes old on average', () => {
  const month = monthOf(runOf('run', work, pool), work.vcores, 60, pool);
  expect(month.runs).toBe(720);
  expect(month.nodeHours).toBe((720 * 22 * 3) / 60);
  expect([month.meanAge, month.worstAge]).toEqual([17 + 30, 17 + 60]);
});

test('sessions side by side take more nodes', () => {
  // Two tables for 9, one for 9, silver for 9, and the pause: 9 x 6 + 18 x 3 + 5 x 3.
  expect(monthOf(runOf('table', work, pool), work.vcores, 60, pool).nodeHours).toBe(
    (720 * (9 * 6 + 18 * 3 + 5 * 3)) / 60,
  );
});

test('a pool whose pause is longer than the time between runs never sleeps', () => {
  const awake = monthOf(runOf('run', work, pool), work.vcores, 60, { ...pool, pauseMinutes: 60 });
  expect(awake.nodeHours).toBe(30 * 24 * 3);
});

test('a run that is longer than the time between two is followed by the next at once', () => {
  const long = runOf('run', { ...work, tableMinutes: 30 }, pool);
  // 5 + 60 + 30: two starts are due while it works, and one run takes them.
  expect(long.minutes).toBe(95);
  const month = monthOf(long, work.vcores, 60, pool);
  expect(month.nodeHours).toBe(30 * 24 * 3);
  expect(month.worstAge).toBe(95 + 95);
});

test('the rarest schedule with the same mean age, or none', () => {
  // 47 = 17 + half of 60.
  expect(rarestWithin(47, runOf('run', work, pool))).toBe(60);
  expect(rarestWithin(20, runOf('run', work, pool))).toBeUndefined();
});

test('what waits for itself is refused', () => {
  expect(() => schedule([{ name: 'a', minutes: 1, after: ['a'] }], 1)).toThrow('a wait for each other');
  expect(() => runOf('run', { ...work, vcores: 49 }, pool)).toThrow('does not fit');
});
