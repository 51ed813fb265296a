import type { Manifest } from '../../../contracts/manifest';
import { planServing, serve, type Serving } from '../../../delivery/targets/synapse/sql/serverless';
import { serverlessSql } from '../../../delivery/targets/synapse/sql/session';
import { connect } from '../../../delivery/targets/synapse/connection';
import { RETRY_POLICY } from '../../../delivery/targets/synapse/retry-policy';
import type { Change } from '../../../delivery/target';
import { newRelease, removeFolders } from '../fixtures';
import { outputsOf } from '../services/azure';
import { testCredential } from '../services/loopback';
import { ServerlessSql } from '../services/serverless';
import { type SqlAnswer, TdsServer } from '../services/tds';

jest.setTimeout(60_000);

const GOLD = 'https://stlaketest.dfs.core.windows.net/gold1';
const LIMITS = [
  "EXEC sp_set_data_processed_limit @type = N'daily', @limit_tb = 1;",
  "EXEC sp_set_data_processed_limit @type = N'monthly', @limit_tb = 10;",
];
const READERS = ['Lake analysts', "Bob's [data] scientists"];
const told: string[] = [];

let server: TdsServer;
let sql: ServerlessSql;
beforeAll(async () => {
  server = await TdsServer.start(() => sql);
});
beforeEach(() => {
  sql = new ServerlessSql();
  sql.directory = [...READERS, 'Others'];
  sql.folders = ['daily_metrics', 'transaction_summary', 'user_features'].map((name) => `${GOLD}/${name}`);
  told.length = 0;
});
afterAll(async () => {
  await server.stop();
  removeFolders();
});

const manifestOf = (release: ReturnType<typeof newRelease>) =>
  JSON.parse(Buffer.from(release.contents.get('manifest.json') ?? []).toString()) as Manifest;
const whole: Serving = { manifest: manifestOf(newRelease()), readers: READERS };
const smaller: Serving = {
  manifest: { ...whole.manifest, tables: whole.manifest.tables.filter(({ name }) => name !== 'gold.user_features') },
  readers: ['Lake analysts'],
};

const connection = () => {
  const { delivery, ...outputs } = outputsOf(1);
  return connect(
    { ...outputs, delivery: { ...delivery, serverlessLimits: LIMITS } },
    {
      signIn: testCredential,
      client: () => ({ sendRequest: () => Promise.reject(new Error('no HTTP here')) }),
      retryPolicy: { ...RETRY_POLICY, sleep: async () => undefined, onWait: (what) => told.push(what) },
    },
  );
};
const open = () => serverlessSql(connection(), { server: '127.0.0.1', port: server.port });
const apply = (serving: Serving) => serve(connection(), open(), serving);
const short = (changes: readonly Change[]) => changes.map(({ action, kind, name }) => `${action} ${kind} ${name}`);

test('makes limits, database, views over gold and their readers; a dry run says so and changes nothing', async () => {
  const expected = [
    'update limit Data processed daily limit in TB',
    'update limit Data processed monthly limit in TB',
    'create database lake',
    'create schema gold',
    'create view gold.daily_metrics',
    'create view gold.transaction_summary',
    'create view gold.user_features',
    'create role medallion_readers',
    'create permission SELECT',
    'create permission ADMINISTER DATABASE BULK OPERATIONS',
    'create user Lake analysts',
    "create user Bob's [data] scientists",
    'create reader Lake analysts',
    "create reader Bob's [data] scientists",
  ];
  expect(short(await planServing(connection(), open(), whole))).toEqual(expected);
  expect(sql.writes).toEqual([]);
  expect(short(await apply(whole))).toEqual(expected);
  const lake = sql.databases.get('lake');
  expect([...(lake?.members ?? [])]).toEqual(READERS);
  expect(Object.fromEntries(sql.limits)).toEqual({
    'Data processed daily limit in TB': '1',
    'Data processed monthly limit in TB': '10',
  });
  expect(lake?.views.get('daily_metrics')).toMatch(
    /^CREATE OR ALTER VIEW \[gold\]\.\[daily_metrics\] AS\n-- .* \[medallion [0-9a-f]{16}\]\nSELECT\n {2}\[transaction_date\],/,
  );
});

test('a second time writes nothing; a smaller release takes away what is ours and no more', async () => {
  await apply(whole);
  const lake = sql.databases.get('lake');
  lake?.views.set('by_hand', 'CREATE VIEW gold.by_hand AS SELECT 1 AS one;');
  sql.log.length = 0;
  expect(await apply(whole)).toEqual([]);
  expect(sql.writes).toEqual([]);
  expect(short(await apply(smaller))).toEqual([
    'delete view gold.user_features',
    "delete reader Bob's [data] scientists",
  ]);
  expect([...(lake?.views.keys() ?? [])]).toEqual(['daily_metrics', 'transaction_summary', 'by_hand']);
  expect([...(lake?.users ?? [])]).toEqual(READERS);
});

test('only a view that changed is written, and one of somebody else is refused before anything is', async () => {
  await apply(whole);
  const views = sql.databases.get('lake')?.views;
  views?.set(
    'daily_metrics',
    (views.get('daily_metrics') ?? '').replace(/\[medallion .{16}\]/, '[medallion 0000000000000000]'),
  );
  expect(short(await apply(whole))).toEqual(['update view gold.daily_metrics']);
  views?.set('daily_metrics', 'CREATE VIEW gold.daily_metrics AS SELECT 1 AS mine;');
  sql.log.length = 0;
  await expect(apply(smaller)).rejects.toMatchObject({
    message: 'the view gold.daily_metrics was not made by Medallion, and is left as it is',
    remedy: expect.stringContaining('database lake'),
  });
  expect(sql.writes).toEqual([]);
});

test('a server that wakes up is waited for; one that refuses is named with the remedy', async () => {
  sql.asleep = 3;
  await apply(whole);
  expect(told).toHaveLength(3);
  sql.folders = [];
  sql.databases.clear();
  await expect(apply(whole)).rejects.toMatchObject({
    message: expect.stringContaining('cannot be opened because it does not exist'),
    remedy: expect.stringContaining('Synapse SQL Administrator'),
  });
});

test('broken off before or after any statement: a second try completes', async () => {
  await apply(whole);
  const statements = sql.log.length;
  const done = JSON.stringify(stateOf());
  let cases = 0;
  for (let at = 1; at <= statements; at += 1) {
    const faults: readonly Partial<ServerlessSql>[] = [
      { fault: (number): SqlAnswer | undefined => (number === at ? { dropped: true } : undefined) },
      { lost: (number) => number === at },
      { fault: (number) => (number === at ? { error: { number: 15247, message: 'no permission' } } : undefined) },
    ];
    for (const fault of faults) {
      const { directory, folders } = sql;
      sql = Object.assign(new ServerlessSql(), { directory, folders, ...fault });
      await expect(apply(whole)).rejects.toThrow(/^(could not|serverless SQL refused)/);
      Object.assign(sql, { fault: () => undefined, lost: () => false });
      await apply(whole);
      expect({ at, state: JSON.stringify(stateOf()) }).toEqual({ at, state: done });
      cases += 1;
    }
  }
  process.stdout.write(`serverless SQL: ${cases} faults at ${statements} statements\n`);
});

function stateOf() {
  const { schemas, views, roles, users, members, permissions } = sql.databases.get('lake') ?? {};
  return [schemas, roles, users, members, permissions].map((set) => [...(set ?? [])].sort()).concat([...(views ?? [])]);
}
