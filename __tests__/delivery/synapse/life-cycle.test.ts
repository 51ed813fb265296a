import { promote } from '../../../delivery/promote';
import { planPromotion, planPublication } from '../../../delivery/plan';
import { publish } from '../../../delivery/publish';
import { rollback } from '../../../delivery/rollback';
import { statusOf } from '../../../delivery/status';
import { connect } from '../../../delivery/targets/synapse/connection';
import { SynapseTarget } from '../../../delivery/targets/synapse/synapse-target';
import { newRelease, removeFolders } from '../fixtures';
import { startAzure, type TestAzure, type TestEnvironment } from '../services/azure';
import type { LogEntry } from '../services/loopback';
import { observe } from '../services/observe';

jest.setTimeout(60_000);

let azure: TestAzure;
let environment: TestEnvironment;
beforeAll(async () => {
  azure = await startAzure();
});
beforeEach(async () => {
  environment = await azure.environment();
});
afterAll(async () => {
  await azure.stop();
  removeFolders();
});

const TABLES = ['bronze.users', 'silver.users_enriched'];
const script = (text: string) => ({ 'pipelines/sql/serverless/look.sql': `SELECT ${text};\n` });
const first = newRelease(script('1'), TABLES);
const second = newRelease(script('2'), TABLES);
const smaller = newRelease(script('1'), ['bronze.users']);
const all = [first, second, smaller];

/** `METHOD what`, without what differs from run to run. */
function requests(log: readonly LogEntry[]): readonly string[] {
  const said = (path: string): string =>
    decodeURIComponent(path)
      .replace(/^\/releases\d+/, '')
      .replace(/^.*\/factories\/[^/]+/, '/factory')
      .replace(/\?.*comp=lease.*$/, ' lease')
      .replace(/\?.*prefix=([^&]*).*$/, ' $1')
      .replace(/\?.*$/, '')
      .replace(/operation-\d+/, 'n')
      .replace(/[0-9a-f]{64}/, '<sha256>')
      .replace(/\/[0-9a-f]{16}/, '/<release>')
      .replace(/launchers\/[0-9a-f]{8}/, 'launchers/<hash>')
      .replace(/_[0-9a-f]{8}$/, '_<hash>')
      .replace(/\/medallion-1.*whl/, '/<wheel>');
  return log.map(({ method, path }) => `${method} ${said(path)}`);
}

async function logged(work: () => Promise<unknown>): Promise<readonly string[]> {
  azure.cloud.reset();
  await work();
  return requests(azure.cloud.log);
}

const reads = (entries: readonly string[]): boolean => entries.every((entry) => /^GET |^POST .*\/query/.test(entry));

test('a first publication makes files, then what runs them; a promotion moves the pointer and no more', async () => {
  const log = await logged(() => publish(environment.target(), first));
  const writes = log.filter((entry) => !entry.startsWith('GET '));
  expect(writes.filter((entry) => entry.includes('<release>') || entry.includes('<sha256>')).length).toBe(
    first.release.files.length + 1,
  );
  expect(writes.slice(first.release.files.length + 1)).toEqual([
    'PUT /publisher.lock lease',
    'PUT /publisher.lock',
    'PUT /publisher.lock lease',
    ...['PUT /binding.json', 'PUT /launchers/<hash>.py'],
    'PUT /sparkJobDefinitions/medallion-table',
    'PUT /sparkJobDefinitions/medallion-bronze_users',
    'PUT /sparkJobDefinitions/medallion-silver_users_enriched',
    'PUT /sqlScripts/look_<hash>',
    'PUT /artifacts.json',
    'PUT /publisher.lock lease',
  ]);
  expect(await observe(azure, environment, all)).toMatchObject({ active: null });
  const promoted = await logged(() => promote(environment.target(), first.release.id));
  expect(promoted.filter((entry) => !entry.startsWith('GET '))).toEqual([
    'PUT /publisher.lock lease',
    'PUT /current.json',
    'PUT /publisher.lock lease',
  ]);
  expect(await observe(azure, environment, all)).toEqual({ active: first.release.id, broken: [], left: [] });
});

test('without a change nothing is written: not by publish, not by promote, not by a dry run', async () => {
  await publish(environment.target(), first);
  expect(reads(await logged(() => planPromotion(environment.target(), first.release.id)))).toBe(true);
  await promote(environment.target(), first.release.id);
  const published = await logged(() => publish(environment.target(), first));
  const promoted = await logged(() => promote(environment.target(), first.release.id));
  expect([...published].sort()).toEqual(
    ['GET  <release>/', 'GET  files/', 'GET /artifacts.json', 'GET /factory/triggers/medallion-schedule'].map(
      (entry) => (entry === 'GET  <release>/' ? expect.stringMatching(/^GET {2}[0-9a-f]{16}\/$/) : entry),
    ),
  );
  expect(reads(promoted)).toBe(true);
  expect(reads(await logged(() => planPublication(environment.target(), second)))).toBe(true);
  expect(reads(await logged(() => statusOf(environment.target())))).toBe(true);
});

test('a change writes what changed; the active release keeps what it needs until the other one is active', async () => {
  await publish(environment.target(), first);
  await promote(environment.target(), first.release.id);
  expect((await planPublication(environment.target(), second)).filter(({ kind }) => kind !== 'blob')).toEqual([
    { action: 'create', kind: 'SQL script', name: expect.stringMatching(/^look_/), reason: 'it is not there' },
  ]);
  const log = await logged(() => publish(environment.target(), second));
  expect(log.filter((entry) => /^PUT .*(Definitions|Scripts)/.test(entry))).toEqual(['PUT /sqlScripts/look_<hash>']);
  expect(await observe(azure, environment, all)).toMatchObject({ active: first.release.id, broken: [] });
  const promotion = await promote(environment.target(), second.release.id);
  expect(promotion.changes).toEqual([
    {
      action: 'delete',
      kind: 'SQL script',
      name: expect.stringMatching(/^look_/),
      reason: 'no table of the release needs it',
    },
  ]);
  expect(await observe(azure, environment, all)).toEqual({ active: second.release.id, broken: [], left: [] });
});

test('a rollback makes again what the promotion took away', async () => {
  for (const { release } of [first, second]) {
    await publish(environment.target(), release.id === first.release.id ? first : second);
    await promote(environment.target(), release.id);
  }
  const log = await logged(() => rollback(environment.target()));
  expect(log.filter((entry) => /^(PUT|DELETE) .*(Scripts|current|promotions)/.test(entry))).toEqual([
    'PUT /sqlScripts/look_<hash>',
    'PUT /promotions/00000002.json',
    'PUT /current.json',
    'DELETE /sqlScripts/look_<hash>',
  ]);
  expect(await observe(azure, environment, all)).toEqual({ active: first.release.id, broken: [], left: [] });
});

test('a table that is gone takes its job definition with it, once no release that runs has it', async () => {
  await publish(environment.target(), first);
  await promote(environment.target(), first.release.id);
  await publish(environment.target(), smaller);
  expect(environment.workspace.artifacts.has('sparkJobDefinitions/medallion-silver_users_enriched')).toBe(true);
  const log = await logged(() => promote(environment.target(), smaller.release.id));
  expect(log).toContain('DELETE /sparkJobDefinitions/medallion-silver_users_enriched');
  expect(await observe(azure, environment, all)).toEqual({ active: smaller.release.id, broken: [], left: [] });
});

test('what is not ours is left as it is, and said', async () => {
  const theirs = { description: 'Mine.', jobProperties: {} };
  environment.workspace.put('sparkJobDefinitions', 'medallion-bronze_users', theirs);
  environment.workspace.put('sparkJobDefinitions', 'by-hand', theirs);
  await expect(publish(environment.target(), first)).rejects.toMatchObject({
    message: "the Spark job definition 'medallion-bronze_users' was not made by Medallion, and is left as it is",
    remedy: expect.stringContaining('Synapse Studio'),
  });
  expect(environment.workspace.artifacts.get('sparkJobDefinitions/medallion-bronze_users')?.properties).toEqual(theirs);
  environment.workspace.artifacts.delete('sparkJobDefinitions/medallion-bronze_users');
  await publish(environment.target(), first);
  await promote(environment.target(), first.release.id);
  expect(environment.workspace.artifacts.get('sparkJobDefinitions/by-hand')?.properties).toEqual(theirs);
});

test('two publishers at once: one release wins, and all it needs is there', async () => {
  await publish(environment.target(), first);
  await promote(environment.target(), first.release.id);
  const ends = await Promise.allSettled(
    [second, smaller].map(async (release) => {
      const target = environment.target();
      await publish(target, release);
      return promote(target, release.release.id);
    }),
  );
  const seen = await observe(azure, environment, all);
  expect(seen.broken).toEqual([]);
  expect(ends.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(azure.waits.told).toContain('waiting for another publisher');
  for (const release of [second, smaller]) await promote(environment.target(), release.release.id);
  expect(await observe(azure, environment, all)).toEqual({ active: smaller.release.id, broken: [], left: [] });
});

test('a trigger that somebody stopped runs again after the next promotion, and one that should rest rests', async () => {
  await publish(environment.target(), first);
  environment.factory.triggerRunning = false;
  expect(await planPromotion(environment.target(), first.release.id)).toContainEqual({
    ...{ action: 'update', kind: 'trigger', name: 'medallion-schedule' },
    reason: 'it is stopped, the environment says it runs',
  });
  await promote(environment.target(), first.release.id);
  expect(environment.factory.triggerRunning).toBe(true);
  const { outputs } = environment;
  const resting = { ...outputs, delivery: { ...outputs.delivery, triggerActive: false } };
  const target = new SynapseTarget('test', () => connect(resting, azure.means()));
  expect(await planPromotion(target, first.release.id)).toContainEqual({
    ...{ action: 'update', kind: 'trigger', name: 'medallion-schedule' },
    reason: 'it runs, the environment says it does not',
  });
  await promote(target, first.release.id);
  expect(environment.factory.triggerRunning).toBe(false);
});

test('a change of one table in an estate of three hundred costs what it costs in a small one', async () => {
  const estate = (tables: number, text: string) => {
    const files = Array.from({ length: tables }, (_, number) => [
      `pipelines/sql/serverless/t${number}.sql`,
      `SELECT ${number === 0 ? text : number};\n`,
    ]);
    return newRelease(Object.fromEntries(files) as Record<string, string>, TABLES);
  };
  const counts: Record<number, number> = {};
  for (const size of [30, 300]) {
    environment = await azure.environment();
    for (const text of ['1', '2']) {
      const release = estate(size, text);
      const log = await logged(async () => {
        await publish(environment.target(), release);
        await promote(environment.target(), release.release.id);
      });
      if (text === '2') counts[size] = log.length;
      if (text === '2') expect(log.filter((entry) => /^PUT .*(Definitions|Scripts)/.test(entry))).toHaveLength(1);
    }
    const again = estate(size, '2');
    const idle = await logged(() => publish(environment.target(), again));
    expect(reads(idle)).toBe(true);
    counts[-size] = idle.length;
  }
  process.stdout.write(
    `requests of a one-script change: ${counts[30]} in an estate of 30 scripts, ${counts[300]} in one of 300; of no change: ${counts[-30]} and ${counts[-300]}\n`,
  );
  expect(counts[300]).toBe(counts[30]);
  expect(counts[-300]).toBe(counts[-30]);
});
