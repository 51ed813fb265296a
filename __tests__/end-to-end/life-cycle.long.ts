/**
 * A release from packaged to judged, watched and rolled back, and a damaged lake brought back: through the command line,
 * with Spark and Delta, over four weeks of deliveries.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { packageRelease } from '../../delivery/package';
import type { Drill, Examination } from '../../delivery/recovery';
import type { ShadowVerdict } from '../../delivery/shadow';
import type { WatchResult } from '../../delivery/watch';

const root = resolve(__dirname, '..', '..');
const home = mkdtempSync(join(tmpdir(), 'medallion-life-'));
const landing = join(home, 'lake', 'landing');
const MINUTES = 60_000;
const SQL = join('pipelines', 'sql', 'gold', 'daily_metrics.sql');

afterAll(() => rmSync(home, { recursive: true, force: true }));

function medallion(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist', 'cli', 'main.js'), ...args], {
    cwd: root,
    env: { ...process.env, MEDALLION_HOME: home },
    encoding: 'utf8',
  });
  return { status, stdout, stderr, json: <T>() => JSON.parse(stdout) as T };
}

function succeed(...args: readonly string[]): string {
  const { status, stdout, stderr } = medallion(...args);
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

/** Packages and publishes the release of these sources with another text of one gold table. */
function publishWith(change: (sql: string) => string): string {
  const sources = mkdtempSync(join(tmpdir(), 'medallion-sources-'));
  try {
    for (const path of ['package.json', 'pipelines', join('contracts', 'tables')]) {
      cpSync(join(root, path), join(sources, path), { recursive: true, filter: (file) => !file.includes('.pytest') });
    }
    const text = readFileSync(join(sources, SQL), 'utf8');
    const changed = change(text);
    if (changed === text) throw new Error('The change does not meet the text.');
    writeFileSync(join(sources, SQL), changed);
    const { release } = packageRelease({ repository: sources, packages: join(home, 'packages') });
    succeed('publish', release.id);
    return release.id;
  } finally {
    rmSync(sources, { recursive: true, force: true });
  }
}

const activeRelease = (): string =>
  (JSON.parse(readFileSync(join(home, 'releases', 'current.json'), 'utf8')) as { release: string }).release;

describe('a release and its lake', () => {
  let first = '';

  beforeAll(() => {
    const python = join(root, '.medallion', 'venv', 'bin', 'python');
    const sampled = spawnSync(python, ['-m', 'sample', '--landing', landing, '--weeks', '4'], {
      cwd: root,
      env: { ...process.env, PYTHONPATH: join(root, 'pipelines') },
      encoding: 'utf8',
    });
    if (sampled.status !== 0) throw new Error(sampled.stderr);
    first = (JSON.parse(succeed('package', '--format', 'json')) as { id: string }).id;
    succeed('publish', first);
    succeed('promote', first);
    succeed('run');
  }, 6 * MINUTES);

  test(
    'a planted bug in a gold table is refused by the shadow, with the reason, and nothing is promoted',
    () => {
      const candidate = publishWith((sql) => sql.replace('sum(coalesce(retail_disc, 0))', '2 * $&'));
      const outcome = medallion('promote', candidate, '--after-shadow', '--format', 'json');
      expect(outcome.status).toBe(1);
      const { verdict, promotion } = outcome.json<{ verdict: ShadowVerdict; promotion: unknown }>();
      expect(promotion).toBeNull();
      expect(verdict).toMatchObject({ candidate, live: first, passed: false });
      const [reason] = verdict.reasons;
      expect(reason).toMatchObject({ table: 'gold.daily_metrics', code: 'content', refuses: true });
      expect(reason?.message).toMatch(/rows changed in retail_discount/);
      expect(activeRelease()).toBe(first);
    },
    4 * MINUTES,
  );

  test(
    'a harmless refactoring passes and is promoted',
    () => {
      const candidate = publishWith((sql) => `-- said otherwise, meant the same\n${sql}`);
      const outcome = medallion('promote', candidate, '--after-shadow');
      expect(outcome.stdout).toContain(`Candidate ${candidate} may follow ${first}.`);
      expect(outcome.status).toBe(0);
      expect(activeRelease()).toBe(candidate);
    },
    4 * MINUTES,
  );

  test(
    'a damaged lake is examined, recovered and drilled',
    () => {
      succeed('backup');
      rmSync(join(home, 'lake', 'silver', 'users_enriched'), { recursive: true });
      const examined = medallion('recover', '--examine', '--format', 'json');
      expect(examined.status).toBe(1);
      expect(examined.json<Examination>().damages).toMatchObject([
        { path: 'silver/users_enriched', kind: 'table-missing' },
      ]);
      expect(succeed('recover')).toContain('silver/users_enriched');
      expect(succeed('recover', '--examine')).toContain('Nothing is damaged');
      const drill = JSON.parse(succeed('recover', '--drill', '--format', 'json')) as Drill;
      expect(drill.passed).toBe(true);
      expect(drill.rpo_seconds).toBeGreaterThan(0);
      expect(drill.rto_seconds).toBeGreaterThan(0);
    },
    8 * MINUTES,
  );

  test(
    'a failing run of the active release is rolled back by the watch',
    () => {
      const active = activeRelease();
      writeFileSync(join(landing, 'transactions', 'broken.jsonl.gz'), 'no gzip at all');
      writeFileSync(join(landing, 'users', 'late.csv'), 'household_id\nnot-a-number\n');
      expect(medallion('run').status).toBe(1);
      const watched = medallion('watch', '--duration', '2s', '--interval', '1s', '--format', 'json');
      expect(watched.status).toBe(1);
      expect(watched.json<WatchResult>()).toMatchObject({ release: active, verdict: 'missed', rolledBackTo: first });
      expect(activeRelease()).toBe(first);
      expect(medallion('monitor', '--format', 'json').status).toBe(1);
    },
    4 * MINUTES,
  );
});
