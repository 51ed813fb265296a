/**
 * The real thing: sample, release, Spark and Delta, through the command line, in a home of its own.
 *
 * What gold must hold is recomputed from the delivered files by a reader that knows neither Spark nor the engine.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ReplayOutcome } from '../../delivery/replay';
import type { RetentionOutcome } from '../../delivery/retention';
import { testAtNight } from '../support/at-night';

const root = resolve(__dirname, '..', '..');
const python = join(root, '.medallion', 'venv', 'bin', 'python');
const home = mkdtempSync(join(tmpdir(), 'medallion-home-'));
const landing = join(home, 'lake', 'landing');
const environment = {
  ...process.env,
  MEDALLION_HOME: home,
  PYTHONPATH: join(root, 'pipelines'),
  // Few rows: to compile methods well takes longer than to run them.
  JDK_JAVA_OPTIONS: '-XX:TieredStopAtLevel=1',
};

const MINUTES = 60_000;

interface Audit {
  readonly bronze: Readonly<
    Record<
      string,
      { readonly rowsIn: number; readonly accepted: number; readonly quarantined: number; readonly rescued: number }
    >
  >;
  readonly silver: Readonly<Record<string, { readonly rows: number; readonly quarantined: number }>>;
  readonly gold: {
    readonly salesValue: string;
    readonly baskets: number;
    readonly households: number;
    readonly dailySales: Readonly<Record<string, string>>;
  };
}

interface LakeData {
  readonly runs: readonly {
    readonly table: string;
    readonly status: string;
    readonly rowsIn: number;
    readonly accepted: number;
    readonly quarantined: number;
    readonly rescued: number;
  }[];
  readonly tables: readonly { readonly name: string; readonly rows: number; readonly version: number }[];
  readonly dailySales: readonly { readonly date: string; readonly salesValue: string }[];
}

function medallion(...args: readonly string[]) {
  return spawnSync(process.execPath, [join(root, 'dist', 'cli', 'main.js'), ...args], {
    cwd: root,
    env: environment,
    encoding: 'utf8',
  });
}

function run(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, env: environment, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return stdout;
}

function lakeData(): LakeData {
  return JSON.parse(readFileSync(join(home, 'report', 'data.json'), 'utf8')) as LakeData;
}

/** Number of commits of every Delta table of the lake, the ledger included. */
function commits(): Readonly<Record<string, number>> {
  const folders = readdirSync(join(home, 'lake'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('_delta_log'),
  );
  return Object.fromEntries(
    folders.map((folder) => [
      folder,
      readdirSync(join(home, 'lake', folder)).filter((file) => file.endsWith('.json')).length,
    ]),
  );
}

beforeAll(() => {
  run(python, '-m', 'sample', '--landing', landing, '--weeks', '4');
  const packaged = JSON.parse(medallion('package', '--format', 'json').stdout) as { readonly id: string };
  for (const verb of ['publish', 'promote']) {
    const { status, stderr } = medallion(verb, packaged.id);
    if (status !== 0) throw new Error(stderr);
  }
}, 2 * MINUTES);

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('a lake of four weeks', () => {
  test(
    'holds what an independent reader finds in the delivered files',
    () => {
      const outcome = medallion('run');
      expect(outcome.stderr).not.toMatch(/error:/);
      expect(outcome.status).toBe(0);
      const audit = JSON.parse(run(python, '-m', 'sample.audit', '--landing', landing)) as Audit;
      const { runs, tables, dailySales } = lakeData();
      for (const [table, expected] of Object.entries(audit.bronze)) {
        const { rowsIn, accepted, quarantined, rescued } = expected;
        expect(runs.find((entry) => entry.table === table)).toMatchObject({ rowsIn, accepted, quarantined, rescued });
      }
      const rowsOf = (name: string) => tables.find((table) => table.name === name)?.rows;
      for (const [table, { rows, quarantined }] of Object.entries(audit.silver)) {
        expect([table, rowsOf(table)]).toEqual([table, rows]);
        expect(runs.find((entry) => entry.table === table)?.quarantined).toBe(quarantined);
      }
      expect(Object.fromEntries(dailySales.map(({ date, salesValue }) => [date, salesValue]))).toEqual(
        audit.gold.dailySales,
      );
      expect(rowsOf('gold.transaction_summary')).toBe(audit.gold.baskets);
      expect(rowsOf('gold.user_features')).toBe(audit.silver['silver.users_enriched']?.rows);
    },
    5 * MINUTES,
  );

  test(
    'is left alone by a second run over the same input',
    () => {
      const [before, data] = [commits(), lakeData()];
      expect(Object.keys(before).length).toBeGreaterThan(9);
      const outcome = medallion('run', '--format', 'json');
      expect(outcome.status).toBe(0);
      expect(commits()).toEqual(before);
      expect(lakeData().tables).toEqual(data.tables);
    },
    3 * MINUTES,
  );

  testAtNight(
    'looks again at every row that was set aside, and leaves alone what still fails',
    () => {
      const [before, { runs }] = [commits(), lakeData()];
      const outcome = medallion('replay', '--format', 'json');
      expect(outcome.status).toBe(0);
      const { tables } = JSON.parse(outcome.stdout) as { readonly tables: readonly ReplayOutcome[] };
      expect(tables.map(({ table }) => table)).toContain('bronze.transactions');
      for (const { table, looked_at: looked, accepted, still_failing: failing, unreadable } of tables) {
        expect([table, accepted, looked - failing]).toEqual([table, 0, 0]);
        expect([table, looked + unreadable]).toEqual([table, runs.find((run) => run.table === table)?.quarantined]);
      }
      expect(commits()).toEqual(before);
    },
    3 * MINUTES,
  );

  testAtNight(
    'deletes nothing that its contracts still keep',
    () => {
      const before = commits();
      const outcome = medallion('retention', '--format', 'json');
      expect(outcome.status).toBe(0);
      const { tables } = JSON.parse(outcome.stdout) as { readonly tables: readonly RetentionOutcome[] };
      expect(tables.map(({ table, status }) => `${table} ${status}`)).toContain('bronze.transactions nothing');
      expect(new Set(tables.map(({ status }) => status))).toEqual(new Set(['nothing']));
      expect(commits()).toEqual(before);
    },
    3 * MINUTES,
  );

  test(
    'refuses a second run at the same time, and the first goes on',
    async () => {
      // Without news the first would have ended before the second begins.
      const rebuilt = ['--full-refresh', 'silver.users_enriched'];
      const first = spawn(process.execPath, [join(root, 'dist', 'cli', 'main.js'), 'run', ...rebuilt], {
        cwd: root,
        env: environment,
        stdio: 'pipe',
      });
      const ended = new Promise<number | null>((settle) => first.on('close', settle));
      let seen = '';
      for await (const chunk of first.stderr) {
        seen += String(chunk);
        if (seen.includes('of release')) break;
      }
      const second = medallion('run', ...rebuilt);
      expect(second.status).toBe(3);
      expect(second.stderr).toMatch(/error: .*run/i);
      expect(second.stderr).toMatch(/remedy: /);
      first.stderr.resume();
      expect(await ended).toBe(0);
    },
    4 * MINUTES,
  );

  test('refuses a table that does not exist', () => {
    const { status, stderr } = medallion('run', '--tables', 'gold.daily_metric');
    expect(status).toBe(2);
    expect(stderr).toMatch(/gold\.daily_metric/);
    expect(stderr).toMatch(/remedy: /);
    expect(existsSync(join(home, 'lake', 'gold', 'daily_metric'))).toBe(false);
  });
});
