import { packageRoot } from '../../cli/paths';
import { environmentsOf } from '../../cli/project';
import { localPrice, renderTableLines, tableLines } from '../../cli/run-summary';
import type { TableOutcome } from '../../delivery/run-events';
import type { RunResult } from '../../delivery/target';
import { runsOf, sharedSeconds } from '../../report/latest';
import { costOfWork } from '../../report/run-cost';
import { lake } from '../report/fixtures';

const written: TableOutcome = {
  table: 'bronze.users',
  status: 'succeeded',
  rowsIn: 1234,
  accepted: 1200,
  quarantined: 34,
  rescued: 5,
  seconds: 2,
  bytesIn: 10_000_000,
  version: 1,
  error: null,
};

const result = (...tables: readonly TableOutcome[]): RunResult => ({
  runId: 'r',
  release: '0123456789abcdef',
  status: 'succeeded',
  seconds: 2000,
  tables,
});

test('speed and cost follow from bytes and seconds', () => {
  const price = { ...localPrice({ lakeEnvironments: () => environmentsOf(packageRoot()) }), cores: 2 };
  const [line] = tableLines(result(written), lake, price);
  expect(line?.megabytesPerSecond).toBe(5);
  const perHour = Number(tableLines(result({ ...written, seconds: 1800 }), lake, price)[0]?.synapseUsd);
  expect(Number(line?.synapseUsd)).toBeCloseTo(perHour / 900, 6);
});

test('tables that ran side by side cost no more than the run they share', () => {
  const price = { ...localPrice({ lakeEnvironments: () => environmentsOf(packageRoot()) }), cores: 2 };
  const alone = tableLines({ ...result(written), seconds: 2 }, lake, price);
  const together = tableLines({ ...result(written, { ...written, table: 'bronze.events' }), seconds: 2 }, lake, price);
  const sum = (lines: readonly { synapseUsd: string }[]) =>
    lines.reduce((total, { synapseUsd }) => total + Number(synapseUsd), 0);
  expect(sum(together)).toBeCloseTo(sum(alone), 5);
});

test('costs what the page says the run costs, and its tables on the page cost that together', () => {
  const price = { ...localPrice({ lakeEnvironments: () => environmentsOf(packageRoot()) }), cores: 2 };
  const sideBySide = { ...lake, runs: lake.runs.map((table) => ({ ...table, startedAt: '2017-01-01T00:00:00Z' })) };
  const run = runsOf(sideBySide).at(-1);
  if (run === undefined) throw new Error('the fixture has no run');
  const outcomes = run.tables.map(({ table, seconds }) => ({ ...written, table, seconds }));
  const lines = tableLines({ ...result(...outcomes), runId: run.runId, seconds: 9999 }, sideBySide, price);
  const usd = Number(costOfWork(run.seconds, price).usd);
  expect(lines.reduce((sum, { synapseUsd }) => sum + Number(synapseUsd), 0)).toBeCloseTo(usd, 5);
  const onPage = run.tables.map((table) => Number(costOfWork(sharedSeconds(run, table), price).usd));
  expect(onPage.reduce((sum, value) => sum + value, 0)).toBeCloseTo(usd, 5);
});

test('a table prints its counts, its rows now, and the price with its date', () => {
  const price = localPrice({ lakeEnvironments: () => environmentsOf(packageRoot()) });
  const text = renderTableLines(tableLines(result(written), lake, price), price);
  expect(text).toMatch(/bronze\.users +succeeded +[\d,]+ +1,234 +1,200 +34 +5 +2\.0 +5\.0 +0\.0\d{3}/);
  expect(text).toMatch(/^Total: 2\.0 s of work, \$0\.\d{4} as if on Synapse\.$/m);
  expect(text).toMatch(/\$0\.\d+ per vCore-hour \(eastus, list price as of \d{4}-\d{2}/);
});

test('an unchanged table shows the rows that stand, and nothing counted', () => {
  const price = localPrice({ lakeEnvironments: () => environmentsOf(packageRoot()) });
  const unchanged: TableOutcome = { ...written, status: 'unchanged', rowsIn: 0, accepted: 0, seconds: 0, bytesIn: 0 };
  const rows = lake.tables.find(({ name }) => name === 'bronze.users')?.rows.toLocaleString('en-US') ?? 'none';
  expect(renderTableLines(tableLines(result(unchanged), lake, price), price)).toMatch(
    new RegExp(`bronze\\.users +unchanged +${rows} +- +- +- +- +0\\.0 +- +0\\.0000`),
  );
});

test('a failed table says why and what to do', () => {
  const price = localPrice({ lakeEnvironments: () => environmentsOf(packageRoot()) });
  const error = { code: 'x', message: 'the file is no gzip', remedy: 'Deliver it again.' };
  const text = renderTableLines(tableLines(result({ ...written, status: 'failed', error }), undefined, price), price);
  expect(text).toContain('bronze.users: the file is no gzip\n  remedy: Deliver it again.\n');
});
