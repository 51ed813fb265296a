import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { promote } from '../../../delivery/promote';
import { publish } from '../../../delivery/publish';
import { isAtNight } from '../../support/at-night';
import { newRelease, removeFolders } from '../fixtures';
import { containerOf, type Snapshot, startAzure, type TestAzure, type TestEnvironment } from '../services/azure';
import type { Answer, Fault } from '../services/loopback';
import { observe } from '../services/observe';

jest.setTimeout(300_000);

/** By day every third request meets each fault, at night every one. */
const STEP = isAtNight ? 1 : 3;
const TABLES = ['bronze.users'];
const older = newRelease({ 'pipelines/sql/serverless/look.sql': 'SELECT 1;\n' }, TABLES);
const newer = newRelease({ 'pipelines/sql/serverless/look.sql': 'SELECT 2;\n' }, TABLES);
const both = [older, newer];

let azure: TestAzure;
beforeAll(async () => {
  azure = await startAzure();
});
afterAll(async () => {
  await azure.stop();
  removeFolders();
});

let begin: Snapshot | undefined;

/** An environment that runs the older release. */
async function running(): Promise<TestEnvironment> {
  azure.cloud.reset();
  if (begin === undefined) {
    const environment = await azure.environment();
    await publish(environment.target(), older);
    await promote(environment.target(), older.release.id);
    begin = await azure.snapshot(environment);
  }
  const environment = await azure.restore(begin);
  azure.cloud.reset();
  return environment;
}

async function deliver(environment: TestEnvironment, client: HttpClient = azure.cloud.client()): Promise<void> {
  const target = environment.target(azure.means({ client: () => client }));
  await publish(target, newer);
  await promote(target, newer.release.id);
}

const said = (status: number, code: string, headers: Answer['headers'] = {}): Fault => ({
  kind: 'answer',
  answer: { status, headers: { 'x-ms-error-code': code, ...headers }, body: { error: { code, message: code } } },
});

/** Answers that say that nothing was done, and a connection that breaks before it could be: the call goes on all the same. */
const REFUSALS: readonly Fault[] = [
  said(429, 'TooManyRequests', { 'retry-after': '3' }),
  said(429, 'TooManyRequests'),
  said(500, 'InternalError'),
  said(503, 'ServerBusy'),
  said(401, 'InvalidAuthenticationInfo'),
  { kind: 'drop', when: 'before' },
];

/** A process that dies at its n-th request: before it is sent, or before its answer arrives. Nothing leaves it after that. */
function dyingClient(at: number, when: 'before' | 'after'): HttpClient {
  const inner = azure.cloud.client();
  let sent = 0;
  let dead = false;
  return {
    sendRequest: async (request) => {
      sent += 1;
      if (dead || (sent === at && when === 'before')) dead = true;
      if (dead) throw new Error('the process is dead');
      const response = await inner.sendRequest(request);
      if (sent < at) return response;
      dead = true;
      throw new Error('the process is dead');
    },
  };
}

/** Time passes: the lease of a publisher that died runs out. */
async function outlastLease({ outputs }: TestEnvironment): Promise<void> {
  const lock = azure.azurite.client
    .getContainerClient(containerOf(outputs))
    .getBlobClient('publisher.lock')
    .getBlobLeaseClient();
  await lock.breakLease(0).catch(() => undefined);
}

/** What holds at every moment: the active release is the older or the newer one, and whole. */
async function expectWhole(environment: TestEnvironment, at: string): Promise<string> {
  const { active, broken } = await observe(azure, environment, both);
  expect({ at, broken }).toEqual({ at, broken: [] });
  expect(both.map(({ release }) => release.id)).toContain(active);
  return active ?? '';
}

async function expectDelivered(environment: TestEnvironment, at: string): Promise<void> {
  expect({ at, ...(await observe(azure, environment, both)) }).toEqual({
    at,
    active: newer.release.id,
    broken: [],
    left: [],
  });
}

async function count(): Promise<number> {
  const environment = await running();
  await deliver(environment);
  await expectDelivered(environment, 'no fault');
  return azure.cloud.log.length;
}

const NUMBERS = { cases: 0, faults: 0, old: 0, new: 0 };
afterAll(() => {
  process.stdout.write(
    `${NUMBERS.faults} faults in ${NUMBERS.cases} deliveries; right afterwards ${NUMBERS.old} times the old release was active, ${NUMBERS.new} times the new one\n`,
  );
});

function counted(active: string, faults = 1): void {
  NUMBERS.cases += 1;
  NUMBERS.faults += faults;
  if (active === older.release.id) NUMBERS.old += 1;
  else NUMBERS.new += 1;
}

test('429 with and without Retry-After, 500, 503, an expired token and a lost connection, each at every request', async () => {
  const requests = await count();
  // The window of faults moves over the requests, so that every request meets every fault.
  for (let at = 2 - REFUSALS.length; at <= requests; at += STEP) {
    const environment = await running();
    azure.cloud.reset((_exchange, number) => REFUSALS[number - at]);
    await deliver(environment);
    await expectDelivered(environment, `faults from request ${at} on`);
    counted(
      newer.release.id,
      azure.cloud.log.filter((_entry, position) => REFUSALS[position + 1 - at] !== undefined).length,
    );
  }
});

test('an answer lost after any request that was done: it is not done twice, and the delivery comes to its end', async () => {
  const requests = await count();
  for (let at = 1; at <= requests; at += STEP) {
    const environment = await running();
    azure.cloud.reset((_exchange, number) => (number === at ? { kind: 'drop', when: 'after' } : undefined));
    await deliver(environment);
    await expectDelivered(environment, `answer ${at} lost`);
    counted(newer.release.id);
  }
});

test('no answer at all to any request: it is given up in time and sent again', async () => {
  const requests = await count();
  for (let at = 1; at <= requests; at += STEP) {
    const environment = await running();
    azure.cloud.reset(({ headers }) => (headers['x-hang'] === undefined ? undefined : { kind: 'hang' }));
    const inner = azure.cloud.client();
    let sent = 0;
    await deliver(environment, {
      sendRequest: (request) => {
        sent += 1;
        if (sent !== at) return inner.sendRequest(request);
        const headers = createHttpHeaders({ ...request.headers.toJSON(), 'x-hang': '1' });
        return inner.sendRequest({ ...request, headers, timeout: 20 });
      },
    });
    await expectDelivered(environment, `no answer to request ${at}`);
    counted(newer.release.id);
  }
});

test.each(['before', 'after'] as const)(
  'killed %s any request: old or new, and a second try completes',
  async (when) => {
    const requests = await count();
    for (let at = 1; at <= requests; at += STEP) {
      const environment = await running();
      const delivery = deliver(environment, dyingClient(at, when));
      // The last request gives the lease back, which would run out by itself.
      if (at < requests) await expect(delivery).rejects.toThrow();
      else await delivery;
      counted(await expectWhole(environment, `killed ${when} request ${at}`));
      await outlastLease(environment);
      await deliver(environment);
      await expectDelivered(environment, `second try after a kill ${when} request ${at}`);
    }
  },
);

test('shut out by the firewall from any request on: refused with a remedy, old or new, and a second try completes', async () => {
  const requests = await count();
  for (let at = 1; at <= requests; at += STEP) {
    const environment = await running();
    azure.cloud.reset((_exchange, number) => (number >= at ? said(403, 'AuthorizationFailure') : undefined));
    const end: unknown = await deliver(environment).catch((error: unknown) => error);
    azure.cloud.reset();
    // Only the lease may stay unreturned without harm: it runs out by itself.
    if (end !== undefined) {
      expect(end).toMatchObject({
        message: expect.stringMatching(/^could not .*403 AuthorizationFailure/),
        remedy: expect.stringContaining('network.allowedRanges'),
      });
    }
    counted(await expectWhole(environment, `shut out from request ${at} on`));
    await outlastLease(environment);
    await deliver(environment);
    await expectDelivered(environment, `second try after being shut out from request ${at} on`);
  }
});

test('a service that stays away is given up, with a remedy', async () => {
  const environment = await running();
  azure.cloud.reset(() => said(503, 'ServerBusy'));
  await expect(deliver(environment)).rejects.toMatchObject({
    message: expect.stringMatching(/^could not list .*503 ServerBusy/),
    remedy: expect.stringContaining('status.azure.com'),
  });
});

test.each([1, 2, 3])('operation %d fails: old or new, and a second try completes', async (nth) => {
  const environment = await running();
  let begun = 0;
  azure.cloud.reset(({ method, url }) => {
    if (/^\/(sparkJobDefinitions|sqlScripts)\//.test(url.pathname) && method !== 'GET' && (begun += 1) === nth) {
      environment.workspace.failNext = 1;
    }
    return undefined;
  });
  await deliver(environment).catch((error: unknown) => {
    expect(error).toMatchObject({ message: expect.stringMatching(/ArtifactOperationFailed/) });
  });
  azure.cloud.reset();
  counted(await expectWhole(environment, `operation ${nth} failed`));
  await deliver(environment);
  await expectDelivered(environment, `second try after operation ${nth} failed`);
});

test('slow operations are waited for as long as the service asks, and it is said what for', async () => {
  const environment = await running();
  environment.workspace.looksPerOperation = 40;
  azure.waits.slept.length = 0;
  azure.waits.told.length = 0;
  await deliver(environment);
  await expectDelivered(environment, 'slow operations');
  counted(newer.release.id);
  expect(azure.waits.slept.filter((delay) => delay === 1000).length).toBeGreaterThanOrEqual(70);
  expect(azure.waits.told.some((what) => /^waiting for SQL script look_/.test(what))).toBe(true);
});

test('stale reads after a write change nothing', async () => {
  const environment = await running();
  environment.workspace.staleReads = 3;
  await deliver(environment);
  await deliver(environment);
  await expectDelivered(environment, 'stale reads');
  counted(newer.release.id);
});
