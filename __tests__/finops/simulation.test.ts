import fc from 'fast-check';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import { simulate, storedGib, type Flow } from '../../finops/simulation/cohorts';
import { lifecycleValue } from '../../finops/simulation/lifecycle-value';

const sheet = loadPriceSheet('eastus');
const DAYS = sheet.rules.earlyDeleteDays;
const flow = (change: Partial<Flow> = {}): Flow => ({
  gibPerDay: 10,
  growthPercent: 0,
  rewritten: 0,
  steps: [],
  home: 'hot',
  keptDeadDays: 14,
  fileMib: 128,
  runsPerDay: 1,
  ...change,
});

test('a flow without rules holds what arrived', () => {
  const { months, liveGib } = simulate(flow(), 12, DAYS);
  expect(months).toHaveLength(12);
  expect(liveGib).toBeCloseTo(3650, 6); // 365 days x 10
  // The first month has 31 days: 10 x (1 + ... + 31) / 31.
  expect(months[0]?.stored.hot).toBeCloseTo(160, 6);
});

test('a cohort changes its tier at its age, each file by one write', () => {
  const { months } = simulate(
    flow({
      steps: [
        { tier: 'cool', afterDays: 30 },
        { tier: 'archive', afterDays: 90 },
      ],
    }),
    12,
    DAYS,
  );
  const last = months.at(-1);
  expect(last?.stored.hot).toBeCloseTo(300, 6); // 30 days x 10
  expect(last?.stored.cool).toBeCloseTo(600, 6); // 60 days x 10
  expect(last?.movedFiles.cool).toBeCloseTo(((last?.writtenGib ?? 0) * 1024) / 128, 6); // all of 128 MiB
  expect(last?.earlyGibMonths.cool).toBe(0); // 60 days are longer than 30
});

test('leaving a tier early is charged for the days that are left', () => {
  // In cool at 30, in archive at 40: 20 of 30 days are left, each day's 10 GiB x 20 / 30.
  const { months } = simulate(
    flow({
      steps: [
        { tier: 'cool', afterDays: 30 },
        { tier: 'archive', afterDays: 40 },
      ],
    }),
    12,
    DAYS,
  );
  const days = (months.at(-1)?.writtenGib ?? 0) / 10;
  expect(months.at(-1)?.earlyGibMonths.cool).toBeCloseTo((days * 10 * 20) / 30, 6);
});

test('soft delete and VACUUM keep what was rewritten', () => {
  const kept = (keptDeadDays: number) =>
    simulate(flow({ rewritten: 0.03, keptDeadDays }), 12, DAYS).months.at(-1)?.dead ?? 0;
  expect(kept(28)).toBeGreaterThan(1.9 * kept(14));
});

test('every GiB that was written is live, dead or purged', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 100, noNaN: true }),
      fc.double({ min: 0, max: 0.2, noNaN: true }),
      fc.integer({ min: 0, max: 40 }),
      fc.option(fc.integer({ min: 30, max: 200 }), { nil: undefined }),
      fc.integer({ min: 1, max: 24 }),
      (gibPerDay, rewritten, keptDeadDays, deleteAfterDays, months) => {
        const {
          months: all,
          liveGib,
          deadGib,
        } = simulate(
          flow({
            gibPerDay,
            rewritten,
            keptDeadDays,
            steps: [{ tier: 'cool', afterDays: 30 }],
            ...(deleteAfterDays === undefined ? {} : { deleteAfterDays }),
          }),
          months,
          DAYS,
        );
        const written = all.reduce((sum, month) => sum + month.writtenGib, 0);
        const purged = all.reduce((sum, month) => sum + month.purgedGib, 0);
        return Math.abs(written - liveGib - deadGib - purged) < 1e-6 * Math.max(written, 1);
      },
    ),
    { numRuns: 30 },
  );
});

test('more data never stores less', () => {
  const stored = (gibPerDay: number) => simulate(flow({ gibPerDay, rewritten: 0.02 }), 6, DAYS).months.map(storedGib);
  expect(stored(20).every((gib, index) => gib >= (stored(10)[index] ?? 0))).toBe(true);
});

describe('a lifecycle rule', () => {
  const cool = flow({ steps: [{ tier: 'cool', afterDays: 30 }] });

  test('that archives what nobody reads saves money from its first move on', () => {
    const value = lifecycleValue(flow({ steps: [{ tier: 'archive', afterDays: 90 }] }), 12, sheet, 'lrs', 0);
    expect(value?.saved.toNumber()).toBeGreaterThan(0);
    expect(value?.paidBackInMonth).toBe(3);
  });

  test('over data that is read loses money in East US, where cool is hardly cheaper', () => {
    // A GiB-month saves 0.021 - 0.0152 = 0.0058, reading 60 % of it costs 0.6 x 1.0737 x 0.01 = 0.0064.
    expect(lifecycleValue(cool, 12, sheet, 'lrs', 0.6)?.saved.isNegative()).toBe(true);
    expect(lifecycleValue(cool, 12, sheet, 'lrs', 0.5)?.saved.isPositive()).toBe(true);
  });

  test('over small files loses its first months to the moves', () => {
    // 0.1 GiB a day in 10,000 files: a move costs 0.13 and saves 0.1 x 0.0058 a month.
    const tiny = { ...cool, gibPerDay: 0.1, runsPerDay: 10_000 };
    expect(lifecycleValue(tiny, 12, sheet, 'lrs', 0)?.saved.isNegative()).toBe(true);
  });
});
