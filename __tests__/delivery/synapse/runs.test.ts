import { promote } from '../../../delivery/promote';
import { publish } from '../../../delivery/publish';
import { runActive } from '../../../delivery/run';
import type { RunEvent } from '../../../delivery/run-events';
import { newRelease, removeFolders } from '../fixtures';
import { startAzure, type TestAzure, type TestEnvironment } from '../services/azure';

jest.setTimeout(60_000);

let azure: TestAzure;
let environment: TestEnvironment;
let events: RunEvent[];
let logged: string[];
const release = newRelease({}, ['bronze.users', 'silver.users_enriched']);
const { id } = release.release;

beforeAll(async () => {
  azure = await startAzure();
});
beforeEach(async () => {
  environment = await azure.environment();
  await publish(environment.target(), release);
  await promote(environment.target(), id);
  environment.factory.activities = ['bronze_users', 'silver_users_enriched'];
  environment.factory.figures = () => undefined;
  environment.factory.failing.clear();
  environment.factory.activeRelease = () => id;
  events = [];
  logged = [];
  azure.cloud.reset();
});
afterAll(async () => {
  await azure.stop();
  removeFolders();
});

const run = (tables?: readonly string[]) =>
  runActive(environment.target(), tables, {
    onEvent: (event) => events.push(event),
    onLog: (line) => logged.push(line),
  });

test('all tables: the pipeline runs, is followed to its end, and each table is told once', async () => {
  const result = await run();
  expect(result).toMatchObject({ release: id, status: 'succeeded', seconds: 90 });
  expect(result.tables.map(({ table, status }) => [table, status])).toEqual([
    ['bronze.users', 'succeeded'],
    ['silver.users_enriched', 'succeeded'],
  ]);
  expect(events.map(({ event }) => event)).toEqual(['run.started', 'table.finished', 'table.finished', 'run.finished']);
  expect(environment.factory.runs).toHaveLength(1);
});

test('a table that fails is named with its reason, and stands in the history of runs', async () => {
  environment.factory.failing.add('silver_users_enriched');
  const result = await run();
  expect(result.status).toBe('failed');
  expect(result.tables[1]?.error?.message).toBe('silver_users_enriched failed: silver_users_enriched threw');
  expect(await environment.target().runs(5)).toEqual([
    {
      runId: result.runId,
      release: id,
      status: 'failed',
      startedAt: expect.stringMatching(/^20/),
      seconds: 90,
      failures: ['silver_users_enriched failed: silver_users_enriched threw'],
    },
  ]);
});

const told = (table: string, status: string, code = '') => ({
  table,
  status,
  code,
  rowsIn: 7,
  seconds: 2.5,
  version: 3,
});

test('one job of all tables: what became of each is read from the figures that it left', async () => {
  environment.factory.activities = ['RefreshLake'];
  environment.factory.figures = (caller) => ({
    activityName: 'ReadFigures',
    outcome: { caller, tables: [told('bronze.users', 'succeeded'), told('silver.users_enriched', 'unchanged')] },
  });
  const { status, tables } = await run();
  expect(status).toBe('succeeded');
  expect(tables.map(({ table, status: end, rowsIn, seconds }) => [table, end, rowsIn, seconds])).toEqual([
    ['bronze.users', 'succeeded', 7, 2.5],
    ['silver.users_enriched', 'unchanged', 7, 2.5],
  ]);
  expect(logged).toEqual([]);
});

test('one job of all tables that fails: the table is named, with those that wait for it', async () => {
  environment.factory.activities = ['RefreshLake', 'NameFailure'];
  environment.factory.failing.add('RefreshLake').add('NameFailure');
  environment.factory.figures = (caller) => ({
    activityName: 'ReadFailure',
    outcome: {
      caller,
      tables: [told('bronze.users', 'failed', 'gzip-broken'), told('silver.users_enriched', 'blocked', 'input-failed')],
    },
  });
  const { status, tables } = await run();
  expect(status).toBe('failed');
  expect(tables.map(({ table, status: end, error }) => [table, end, error?.code])).toEqual([
    ['bronze.users', 'failed', 'gzip-broken'],
    ['silver.users_enriched', 'blocked', 'input-failed'],
  ]);
  expect(logged).toContain('NameFailure failed: NameFailure threw');
});

test.each([
  ['of another run', { caller: 'another', tables: [told('bronze.users', 'succeeded')] }],
  ['that are damaged', { caller: null, tables: 'none' }],
  ['without an outcome', {}],
])('figures %s tell nothing, and that is said', async (_, outcome) => {
  environment.factory.activities = ['RefreshLake'];
  environment.factory.figures = () => ({ activityName: 'ReadFigures', outcome });
  const { tables } = await run();
  expect(tables).toEqual([]);
  expect(logged).toEqual(['2 tables of the release left no word of how it ended']);
});

test('a run whose start was not answered is adopted, not started twice', async () => {
  azure.cloud.reset(({ url }) => (url.pathname.endsWith('/createRun') ? { kind: 'drop', when: 'after' } : undefined));
  expect(await run()).toMatchObject({ status: 'succeeded' });
  expect(environment.factory.runs).toHaveLength(1);
});

test('a release promoted in the middle is told: the run is of the release it resolved', async () => {
  environment.factory.activeRelease = () => 'fedcba9876543210';
  expect(await run()).toMatchObject({ release: 'fedcba9876543210' });
  expect(logged).toEqual(['the run took release fedcba9876543210, promoted meanwhile']);
});

test('some tables: one batch a layer, each with the files of the release', async () => {
  expect(await run(['bronze.users', 'silver.users_enriched'])).toMatchObject({ release: id, status: 'succeeded' });
  const { releases } = environment.outputs.delivery;
  expect(environment.workspace.batches.map(({ body }) => body['args'])).toEqual(
    ['bronze.users', 'silver.users_enriched'].map((table) => [
      ...['--release', `${releases}/${id}`, '--binding', `${releases}/binding.json`, '--tables', table],
    ]),
  );
  expect(environment.factory.runs).toEqual([]);
});

test('a layer that fails blocks the layers after it', async () => {
  environment.workspace.batchResult = 'Failed';
  const { status, tables } = await run(['bronze.users', 'silver.users_enriched']);
  expect(status).toBe('failed');
  expect(tables.map((outcome) => outcome.status)).toEqual(['failed', 'blocked']);
  expect(tables[0]?.error?.message).toBe('the bronze batch failed: the job threw');
  expect(environment.workspace.batches).toHaveLength(1);
});
