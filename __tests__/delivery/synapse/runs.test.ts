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
