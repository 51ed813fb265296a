import { writeFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { assess, type HealthFinding } from '../../delivery/health';
import type { LakeData, QualityResult, TableRun } from '../../delivery/lake-data';
import { promote } from '../../delivery/promote';
import { publish } from '../../delivery/publish';
import { type Clock, type Look, watch } from '../../delivery/watch';
import { TARGETS, type ServiceTargets } from '../../environments/settings/targets';
import { newRelease, newTarget, removeFolders } from './fixtures';

afterEach(removeFolders);

const FAR = '2099-01-01T00:00:00.000Z';

function tableRun(change: Partial<TableRun> = {}): TableRun {
  return {
    runId: 'r1',
    releaseId: 'b'.repeat(16),
    table: 'bronze.users',
    layer: 'bronze',
    status: 'succeeded',
    startedAt: FAR,
    seconds: 10,
    rowsIn: 100,
    accepted: 100,
    quarantined: 0,
    rescued: 0,
    bytesIn: 1000,
    version: 0,
    ...change,
  };
}

function check(change: Partial<QualityResult> = {}): QualityResult {
  return {
    runId: 'r1',
    table: 'bronze.users',
    checkId: 'age.required',
    kind: 'row',
    dimension: 'completeness',
    severity: 'error',
    evaluated: 1000,
    failed: 0,
    passed: true,
    value: null,
    expectation: null,
    ruleFingerprint: null,
    checkedAt: FAR,
    ...change,
  };
}

function lakeOf(runs: readonly TableRun[], quality: readonly QualityResult[] = []): LakeData {
  return { schemaVersion: 1, runs, quality, tables: [], dailySales: [] };
}

function findings(lake: LakeData, change: Partial<Parameters<typeof assess>[0]> = {}): readonly HealthFinding[] {
  const observation = { at: FAR, runs: [], alerts: [], lake, ...change };
  return assess(observation, {
    since: '2098-01-01T00:00:00.000Z',
    release: 'b'.repeat(16),
    targets: TARGETS,
    usdOf: (seconds) => seconds / 100,
    demandsFreshness: false,
  });
}

describe('what a lake is held against', () => {
  test('a failed rule of level error counts with what failed of what; a warning and a passed one do not', () => {
    const failed = check({ passed: false, failed: 20 });
    const found = findings(lakeOf([tableRun()], [failed, check(), { ...failed, checkId: 'a', severity: 'warning' }]));
    expect(found.filter(({ figure }) => figure.startsWith('bronze.users '))).toEqual([
      { figure: 'bronze.users age.required', value: '20 of 1000 fail', allowed: 'passes', misses: true },
    ]);
  });

  test('nothing is found where all is well', () => {
    expect(findings(lakeOf([tableRun()], [check({ failed: 1 })]))).toEqual([]);
  });

  test.each<[string, readonly HealthFinding[], string]>([
    ['a layer that takes too long', findings(lakeOf([tableRun({ seconds: 301 })])), 'bronze of run r1'],
    ['a run that costs too much', findings(lakeOf([tableRun({ layer: 'gold', seconds: 5001 })])), 'cost of run r1'],
    ['a failed check', findings(lakeOf([tableRun()], [check({ passed: false })])), 'bronze.users age.required'],
    ['too many missing values', findings(lakeOf([tableRun()], [check({ failed: 20 })])), 'completeness'],
    [
      'too many rows off their schema',
      findings(lakeOf([tableRun()], [check({ dimension: 'conformity', failed: 10 })])),
      'schema pass',
    ],
    ['an alert', findings(lakeOf([]), { alerts: [{ name: 'denied', firedAt: FAR }] }), 'alert denied'],
    [
      'a failed run',
      findings(lakeOf([]), {
        runs: [
          {
            runId: 'r9',
            release: null,
            status: 'failed',
            startedAt: FAR,
            seconds: 1,
            failures: ['bronze.users failed'],
          },
        ],
      }),
      'run r9',
    ],
  ])('%s is a miss', (_, found, figure) => {
    expect(found.filter(({ misses }) => misses).map((finding) => finding.figure)).toContain(figure);
  });

  test('a table that has become slower is worth a note, not a rollback', () => {
    const before = tableRun({
      runId: 'r0',
      releaseId: 'a'.repeat(16),
      startedAt: '2097-01-01T00:00:00.000Z',
      seconds: 60,
    });
    const found = findings(lakeOf([before, tableRun({ seconds: 130 })]));
    expect(found).toMatchObject([{ figure: 'time of bronze.users', misses: false }]);
    expect(findings(lakeOf([before, tableRun({ seconds: 110 })]))).toEqual([]);
  });

  test('twice the time of a short table is not worth a note: the difference must pass a minute', () => {
    const before = tableRun({
      runId: 'r0',
      releaseId: 'a'.repeat(16),
      startedAt: '2097-01-01T00:00:00.000Z',
      seconds: 20,
    });
    expect(findings(lakeOf([before, tableRun({ seconds: 80 })]))).toEqual([]);
    expect(findings(lakeOf([before, tableRun({ seconds: 81 })]))).toMatchObject([{ figure: 'time of bronze.users' }]);
  });

  // One observation that holds the default of every figure, and for each figure a stricter one that it misses.
  test.each<[keyof ServiceTargets, Partial<ServiceTargets>, string]>([
    ['layerMinutes', { layerMinutes: { bronze: 1, silver: 15, gold: 30 } }, 'bronze of run r1'],
    ['usdPerRun', { usdPerRun: 0.5 }, 'cost of run r1'],
    ['schemaPassPercent', { schemaPassPercent: 99.9 }, 'schema pass'],
    ['completenessPercent', { completenessPercent: 99.9 }, 'completeness'],
    ['freshnessHours', { freshnessHours: 0.4 }, 'freshness'],
  ])('%s is the one that the environment declares', (_, stricter, figure) => {
    const quality = [check({ failed: 5 }), check({ dimension: 'conformity', failed: 5 })];
    const observation = {
      at: '2099-01-01T00:31:30.000Z',
      runs: [],
      alerts: [],
      lake: lakeOf([tableRun({ seconds: 90 })], quality),
    };
    const judge = (targets: ServiceTargets) =>
      assess(observation, { since: FAR, targets, usdOf: (seconds) => seconds / 100, demandsFreshness: true });
    expect(judge(TARGETS)).toEqual([]);
    expect(judge({ ...TARGETS, ...stricter }).map((finding) => finding.figure)).toEqual([figure]);
  });

  test('what another release did, or what came before, is not held against this one', () => {
    expect(findings(lakeOf([tableRun({ releaseId: 'a'.repeat(16), seconds: 9999 })]))).toEqual([]);
    expect(findings(lakeOf([tableRun({ startedAt: '2097-01-01T00:00:00.000Z', seconds: 9999 })]))).toEqual([]);
  });

  test.each([
    [99.9, 0, ['availability']],
    [100, 1, ['access violations']],
    [99.91, 0, []],
    [null, null, []],
  ])('storage that answered %s %% and refused %s requests misses %j', (availabilityPercent, deniedRequests, missed) => {
    const levels = { availabilityPercent, deniedRequests, notMeasured: [] };
    expect(findings(lakeOf([]), { levels }).map((finding) => finding.figure)).toEqual(missed);
  });

  test('a lake that nobody has brought up to date is stale, where that is asked', () => {
    const observation = {
      at: FAR,
      runs: [],
      alerts: [],
      lake: lakeOf([tableRun({ startedAt: '2098-12-31T22:00:00.000Z' })]),
    };
    const question = { since: '2098-01-01T00:00:00.000Z', targets: TARGETS, usdOf: () => 0, demandsFreshness: true };
    expect(assess(observation, question)).toMatchObject([{ figure: 'freshness', misses: true }]);
    expect(assess({ ...observation, at: '2098-12-31T22:30:00.000Z' }, question)).toEqual([]);
  });
});

describe('watching a release', () => {
  async function twoReleases() {
    const { target, layout } = newTarget();
    const [old, now] = [newRelease(), newRelease({ 'pipelines/jobs/run.py': 'print("other")\n' })];
    for (const release of [old, now]) await promote(target, (await publish(target, release)).release);
    const ledger = (runs: readonly TableRun[]): void => {
      mkdirSync(dirname(layout.lakeData), { recursive: true });
      writeFileSync(layout.lakeData, JSON.stringify(lakeOf(runs)));
    };
    return { target, old: old.release.id, now: now.release.id, ledger };
  }

  /** A clock that only a sleep moves; `during` happens in the n-th sleep. */
  function clockWith(during: (sleep: number) => void | Promise<void> = () => undefined): Clock & { slept: number[] } {
    let time = Date.parse(FAR);
    const slept: number[] = [];
    return {
      slept,
      now: () => new Date(time),
      sleep: async (ms) => {
        slept.push(ms);
        time += ms;
        await during(slept.length);
      },
    };
  }

  const options = (clock: Clock, looks: Look[] = []) => ({
    durationMs: 90_000,
    intervalMs: 60_000,
    rollsBack: true,
    targets: TARGETS,
    usdOf: () => 0,
    clock,
    onLook: (look: Look) => looks.push(look),
  });

  test('ends healthy after its time, and leaves the pointer alone', async () => {
    const { target, now, ledger } = await twoReleases();
    const [clock, looks] = [clockWith(), [] as Look[]];
    ledger([tableRun({ releaseId: now })]);
    const result = await watch(target, options(clock, looks));
    expect(result).toMatchObject({ verdict: 'healthy', release: now, runs: 1, rolledBackTo: null });
    expect(clock.slept).toEqual([60_000, 30_000]);
    expect(looks).toHaveLength(3);
    expect((await target.pointer.read())?.state.release).toBe(now);
  });

  test('rolls back at the first miss', async () => {
    const { target, old, now, ledger } = await twoReleases();
    const clock = clockWith(() => ledger([tableRun({ releaseId: now, status: 'failed' })]));
    const result = await watch(target, options(clock));
    expect(result).toMatchObject({ verdict: 'missed', rolledBackTo: old });
    expect(result.findings).toMatchObject([{ figure: 'run r1', value: 'bronze.users failed' }]);
    expect(clock.slept).toHaveLength(1);
    expect((await target.pointer.read())?.state.release).toBe(old);
  });

  test('only reports where that is asked', async () => {
    const { target, now, ledger } = await twoReleases();
    ledger([tableRun({ releaseId: now, status: 'failed' })]);
    const result = await watch(target, { ...options(clockWith()), rollsBack: false });
    expect(result).toMatchObject({ verdict: 'missed', rolledBackTo: null });
    expect((await target.pointer.read())?.state.release).toBe(now);
  });

  test('does not fight with somebody who promotes meanwhile', async () => {
    const { target, old, now, ledger } = await twoReleases();
    const clock = clockWith(async () => {
      ledger([tableRun({ releaseId: now, status: 'failed' })]);
      await promote(target, old);
    });
    expect(await watch(target, options(clock))).toMatchObject({ verdict: 'superseded', rolledBackTo: null });
    expect((await target.pointer.history()).length).toBe(3);
  });

  test('needs an active release', async () => {
    const { target } = newTarget();
    await expect(watch(target, options(clockWith()))).rejects.toThrow(/no release is active/);
  });
});
