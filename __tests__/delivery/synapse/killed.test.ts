import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promote } from '../../../delivery/promote';
import { publish } from '../../../delivery/publish';
import { testAtNight } from '../../support/at-night';
import { newRelease, removeFolders, repository, requireTypeScript } from '../fixtures';
import { containerOf, type Snapshot, startAzure, type TestAzure, type TestEnvironment } from '../services/azure';
import type { Exchange } from '../services/loopback';
import { observe } from '../services/observe';
import type { Order } from '../services/publisher';

jest.setTimeout(300_000);

const TABLES = ['bronze.users'];
const older = newRelease({ 'pipelines/sql/serverless/look.sql': 'SELECT 1;\n' }, TABLES);
const newer = newRelease({ 'pipelines/sql/serverless/look.sql': 'SELECT 2;\n' }, TABLES);

let azure: TestAzure;
let begin: Snapshot;
beforeAll(async () => {
  azure = await startAzure();
  const environment = await azure.environment();
  await publish(environment.target(), older);
  await promote(environment.target(), older.release.id);
  begin = await azure.snapshot(environment);
});
afterAll(async () => {
  await azure.stop();
  removeFolders();
});

function publisher({ outputs }: TestEnvironment, release: string, hurry = 100): ChildProcess {
  const order: Order = { outputs, port: azure.cloud.port, release, hurry };
  const main = join(__dirname, '..', 'services', 'publisher.ts');
  const script = `${requireTypeScript} void require(${JSON.stringify(main)}).deliver(${JSON.stringify(order)});`;
  return spawn(process.execPath, ['-e', script], { cwd: repository, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function ended(child: ChildProcess): Promise<readonly [code: number | null, signal: string | null]> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return [code, signal];
}

/** A publisher of the newer release that gets SIGKILL when a request comes in: before anything is done, or once it is. */
async function killedAt(environment: TestEnvironment, isDue: Point['isDue'], when: Point['when']): Promise<void> {
  let killed = false;
  azure.cloud.reset((exchange) => {
    if (killed || !isDue(exchange)) return undefined;
    killed = child.kill('SIGKILL');
    return when === 'before' ? { kind: 'hang' } : undefined;
  });
  const child = publisher(environment, newer.directory);
  expect(await ended(child)).toEqual([null, 'SIGKILL']);
  azure.cloud.reset();
}

interface Point {
  readonly at: string;
  readonly when: 'before' | 'after';
  readonly isDue: (exchange: Exchange) => boolean;
  readonly active: typeof older;
}

const put =
  (path: RegExp): Point['isDue'] =>
  ({ method, url }) =>
    method === 'PUT' && path.test(url.pathname + url.search);

const POINTS: readonly Point[] = [
  { at: 'the upload of a file', when: 'before', isDue: put(/\/files\//), active: older },
  { at: 'the lease', when: 'after', isDue: put(/publisher\.lock\?comp=lease/), active: older },
  { at: 'a SQL script', when: 'after', isDue: put(/^\/sqlScripts\//), active: older },
  { at: 'the pointer', when: 'before', isDue: put(/\/current\.json/), active: older },
  { at: 'the pointer', when: 'after', isDue: put(/\/current\.json/), active: newer },
  {
    ...{ at: 'the deletion of what the older release needed', when: 'before', active: newer },
    isDue: ({ method, url }) => method === 'DELETE' && url.pathname.startsWith('/sqlScripts/'),
  },
];

const whole = ({ release }: typeof older) => ({ active: release.id, broken: [] });

test.each(POINTS)('a process killed $when $at leaves a whole release, and the next one completes', async (point) => {
  const environment = await azure.restore(begin);
  await killedAt(environment, point.isDue, point.when);
  expect(await observe(azure, environment, [older, newer])).toMatchObject(whole(point.active));
  await azure.azurite.client
    .getContainerClient(containerOf(environment.outputs))
    .getBlobClient('publisher.lock')
    .getBlobLeaseClient()
    .breakLease(0)
    .catch(() => undefined);
  await publish(environment.target(), newer);
  await promote(environment.target(), newer.release.id);
  expect(await observe(azure, environment, [older, newer])).toEqual({ ...whole(newer), left: [] });
});

// Half a minute of nothing but waiting.
testAtNight(
  'the lease of a killed publisher runs out by itself: the next one waits for it, and no longer',
  async () => {
    const environment = await azure.restore(begin);
    await killedAt(environment, put(/\/current\.json/), 'before');
    const begun = Date.now();
    expect(await ended(publisher(environment, newer.directory, 1))).toEqual([0, null]);
    const seconds = (Date.now() - begun) / 1000;
    const refused = azure.cloud.log.filter(({ path, status }) => path.includes('publisher.lock') && status === 409);
    process.stdout.write(
      `waited ${seconds.toFixed(0)} s for the lease of a killed publisher, asked ${refused.length} times\n`,
    );
    expect(refused.length).toBeGreaterThan(1);
    expect(seconds).toBeLessThan(60);
    expect(await observe(azure, environment, [older, newer])).toEqual({ ...whole(newer), left: [] });
  },
);
