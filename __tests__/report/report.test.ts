import { emptyLake, data, lake, tables } from './fixtures';
import { renderReport } from '../../report/page';
import { movingMean } from '../../report/charts/daily-sales';
import type { QualityResult } from '../../delivery/lake-data';
import type { ServiceTargets } from '../../environments/settings/targets';
import { targetLines } from '../../report/targets';

const page = renderReport(data);

test('names every table, with its rows', () => {
  for (const { name, rows } of lake.tables) {
    expect(page).toContain(name);
    expect(page).toContain(`${rows.toLocaleString('en-US')} rows`);
  }
  expect(tables).toHaveLength(9);
});

test('needs nothing from anywhere, and runs no script', () => {
  expect(page).not.toMatch(/<script|<link|<img|@import|url\((?!#)|https?:\/\/(?!www\.w3\.org)/);
  expect(page).toContain("default-src 'none'");
});

test('the same data gives the same page', () => {
  expect(renderReport(data)).toBe(page);
});

test('ids are unique and every reference finds its own', () => {
  const ids = [...page.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const references = [...page.matchAll(/url\(#([^)]+)\)|aria-labelledby="([^"]+)"/g)].map(
    ([, one, other]) => one ?? other,
  );
  expect(references.length).toBeGreaterThan(0);
  expect(references.filter((reference) => !ids.includes(reference))).toEqual([]);
});

test('opens and closes every element in order', () => {
  const open: string[] = [];
  for (const [, slash, name = '', , selfClosed] of page.matchAll(
    /<(\/?)([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*?)(\/?)>/g,
  )) {
    if (slash === '/') expect(open.pop()).toBe(name);
    else if (selfClosed !== '/') open.push(name);
  }
  expect(open).toEqual([]);
});

test.each([
  ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['"><img src=x onerror=alert(1)>', '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;'],
  ["' onload='x", '&#39; onload=&#39;x'],
  ['a&b;c', 'a&amp;b;c'],
])('escapes %s wherever data stands', (hostile, escaped) => {
  const hostilePage = renderReport({
    ...data,
    release: hostile,
    tables: tables.map((table) => ({ ...table, grain: hostile, table: hostile })),
    lake: {
      ...lake,
      runs: lake.runs.map((run) => ({ ...run, runId: hostile, startedAt: hostile })),
      quality: lake.quality.map((result) => ({ ...result, checkId: hostile, dimension: hostile, severity: hostile })),
      dailySales: lake.dailySales.map((day) => ({ ...day, date: hostile })),
    },
    estimates: data.estimates.map((estimate) => ({
      ...estimate,
      environment: hostile,
      region: hostile,
      asOf: hostile,
      byComponent: { [hostile]: '1.00' },
    })),
    policies: {
      ...data.policies,
      decisions: data.policies.decisions.map((decision) => ({ ...decision, environment: hostile, message: hostile })),
    },
  });
  expect(hostilePage).not.toContain(hostile);
  expect(hostilePage).toContain(escaped);
});

test('shows a lake that holds nothing yet', () => {
  const empty = renderReport({
    ...data,
    lake: emptyLake,
    estimates: [],
    policies: { ...data.policies, decisions: [] },
  });
  expect(empty).toContain('none yet');
  expect(empty).toContain('not written yet');
  expect(empty).not.toMatch(/NaN|undefined|Infinity|\[object/);
});

test('a healthy page has no hole in it either', () => {
  expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
});

test('a failed table and a blocked one are seen, and nothing unchecked is called good', () => {
  const [first, second] = lake.runs;
  if (first === undefined || second === undefined) throw new Error('the fixture has no runs');
  const runs = [
    { ...first, status: 'failed' as const },
    { ...second, status: 'blocked' as const },
  ];
  const broken = renderReport({ ...data, lake: { ...lake, runs, quality: [] } });
  expect(broken).toContain('<span class="tag bad">failed</span>');
  expect(broken).toContain('<span class="tag warn">blocked</span>');
  expect(broken).toContain('not checked yet');
  expect(broken).not.toContain('all pass');
  expect(page).not.toContain('<span class="tag bad">failed</span>');
});

test('the mean begins when its window is full', () => {
  expect(movingMean([1, 2, 3, 4], 3)).toEqual([null, null, 2, 3]);
  expect(movingMean([], 3)).toEqual([]);
});

describe('targets', () => {
  const lineOf = (figure: string, of = data) => targetLines(of).find((line) => line.figure === figure)?.measured;

  test('storage is judged per environment', () => {
    expect(lineOf('storage a month, dev')).toMatchObject({ value: '$120.50', met: true });
    expect(lineOf('storage a month, prod')).toMatchObject({ value: '$5,200.00', met: false });
  });

  test('times of a layer are those of the last run', () => {
    expect(lineOf('bronze of a run')).toMatchObject({ value: '7.5 s', met: true });
    const slow = lake.runs.map((run) => ({ ...run, seconds: 301 }));
    expect(lineOf('bronze of a run', { ...data, lake: { ...lake, runs: slow } })).toMatchObject({ met: false });
  });

  test('what ran side by side counts once', () => {
    const started = '2026-11-24T08:00:00Z';
    const runs = lake.runs.map((run) => ({ ...run, startedAt: started, seconds: 3 }));
    expect(lineOf('bronze of a run', { ...data, lake: { ...lake, runs } })).toMatchObject({ value: '3.0 s' });
  });

  test('freshness is that of the slowest gold table at its last news', () => {
    const [quality] = lake.quality;
    if (quality === undefined) throw new Error('The fixture has no quality.');
    const fresh = (table: QualityResult['table'], checkedAt: string, value: number): QualityResult => ({
      ...quality,
      table,
      kind: 'freshness',
      value,
      checkedAt,
    });
    const told = [
      fresh('gold.daily_metrics', '2026-11-23T08:00:00Z', 9),
      fresh('gold.daily_metrics', '2026-11-24T08:00:00Z', 0.1),
      fresh('gold.user_features', '2026-11-24T08:00:00Z', 0.5),
      fresh('bronze.users', '2026-11-24T08:00:00Z', 5),
    ];
    const of = { ...data, lake: { ...lake, quality: told } };
    expect(lineOf('freshness', of)).toMatchObject({ met: true, from: expect.stringContaining('gold.user_features') });
    const late = { ...data, lake: { ...lake, quality: [fresh('gold.user_features', '2026-11-24T08:00:00Z', 1.5)] } };
    expect(lineOf('freshness', late)).toMatchObject({ met: false });
  });

  test('success counts runs', () => {
    expect(lineOf('pipeline success')).toMatchObject({ value: '100.00 %', met: true });
    const [first, ...others] = lake.runs;
    const runs = first === undefined ? [] : [{ ...first, status: 'failed' as const }, ...others];
    expect(lineOf('pipeline success', { ...data, lake: { ...lake, runs } })).toMatchObject({
      value: '50.00 %',
      met: false,
    });
  });

  test('personal data is covered when the contract names every column that the last delivery shows', () => {
    const [quality] = lake.quality;
    if (quality === undefined) throw new Error('The fixture has no quality.');
    const scan = (column: string, failed: number, runId = 'run-2'): QualityResult => ({
      ...quality,
      runId,
      checkedAt: runId === 'run-2' ? '2026-11-24T08:01:00Z' : '2026-11-23T08:01:00Z',
      table: 'bronze.users',
      checkId: `${column}.personal`,
      kind: 'scan',
      dimension: 'privacy',
      evaluated: 1,
      failed,
      passed: failed === 0,
    });
    const of = (...scans: QualityResult[]) =>
      lineOf('personal data detected', { ...data, lake: { ...lake, quality: [...lake.quality, ...scans] } });
    expect(of(scan('email', 0), scan('note', 1))).toMatchObject({
      value: '50.00 %',
      met: false,
      from: expect.stringContaining('undeclared: bronze.users note.personal'),
    });
    const declaredSince = of(scan('email', 0, 'run-1'), scan('note', 1, 'run-1'), scan('email', 0), scan('note', 0));
    expect(declaredSince).toMatchObject({ value: '100.00 %', met: true });
  });

  test('every figure is the one that the environment declares', () => {
    const other: ServiceTargets = {
      storageUsdPerMonth: 1,
      usdPerRun: 2,
      usdPerTerabyte: 3,
      usdPerLandedTerabyte: 17,
      layerMinutes: { bronze: 4, silver: 6, gold: 7 },
      schemaPassPercent: 11,
      completenessPercent: 12,
      freshnessHours: 48,
      pipelineSuccessPercent: 13,
      availabilityPercent: 14,
      piiCoveragePercent: 15,
      accessViolations: 16,
    };
    const estimates = data.estimates.map((one) => ({ ...one, landedTbPerMonth: '0.5' }));
    const lines = targetLines({ ...data, estimates, targets: other }).map(({ target }) => target);
    const numbers = Object.values(other).flatMap((value: number | object) =>
      typeof value === 'number' ? [value] : Object.values(value as ServiceTargets['layerMinutes']),
    );
    expect(new Set(lines.map((target) => Number(/[\d.]+/.exec(target)?.[0])))).toEqual(new Set(numbers));
    const prod = targetLines({ ...data, environmentTargets: { prod: { ...other, storageUsdPerMonth: 9000 } } });
    expect(prod.find(({ figure }) => figure === 'storage a month, prod')?.target).toBe('below $9,000');
  });

  test('what nothing measures is not given a value', () => {
    for (const figure of ['freshness', 'availability', 'personal data detected', 'access violations']) {
      expect(lineOf(figure)).toBeNull();
    }
    expect(lineOf('a pipeline run, the engine alone', { ...data, lake: emptyLake })).toBeNull();
  });

  test('availability and access violations are those that storage measured', () => {
    const of = (availabilityPercent: number, deniedRequests: number) => ({
      ...data,
      levels: { availabilityPercent, deniedRequests, notMeasured: [] },
    });
    expect(lineOf('availability', of(99.95, 0))).toMatchObject({ value: '99.95 %', met: true });
    expect(lineOf('availability', of(99.9, 0))).toMatchObject({ met: false });
    expect(lineOf('access violations', of(100, 0))).toMatchObject({ value: '0', met: true });
    expect(lineOf('access violations', of(100, 1))).toMatchObject({ value: '1', met: false });
  });
});
