import type { HttpClient } from '@azure/core-rest-pipeline';
import { promote } from '../../../delivery/promote';
import { publish } from '../../../delivery/publish';
import { newRelease, removeFolders } from '../fixtures';
import { startAzure, type TestAzure, type TestEnvironment } from '../services/azure';
import type { Answer, Fault } from '../services/loopback';
import { observe } from '../services/observe';

jest.setTimeout(300_000);

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

/** An environment that runs the older release. */
async function running(): Promise<TestEnvironment> {
  azure.cloud.reset();
  const environment = await azure.environment();
  await publish(environment.target(), older);
  await promote(environment.target(), older.release.id);
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

/** Faults after which the same call must come to its end all the same. */
const PASSING: Readonly<Record<string, Fault>> = {
  '429 with Retry-After': said(429, 'TooManyRequests', { 'retry-after': '3' }),
  '429 without': said(429, 'TooManyRequests'),
  '500': said(500, 'InternalError'),
  '503': said(503, 'ServerBusy'),
  'expired token': said(401, 'InvalidAuthenticationInfo'),
  'no answer': { kind: 'hang' },
  'connection lost before': { kind: 'drop', when: 'before' },
  'connection lost after': { kind: 'drop', when: 'after' },
};

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
  const name = /^abfss:\/\/([^@]+)@/.exec(outputs.delivery.releases)?.[1] ?? '';
  const lock = azure.azurite.client.getContainerClient(name).getBlobClient('publisher.lock').getBlobLeaseClient();
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

const NUMBERS = { cases: 0, old: 0, new: 0 };
afterAll(() => {
  process.stdout.write(
    `${NUMBERS.cases} faults injected; right afterwards ${NUMBERS.old} times the old release was active, ${NUMBERS.new} times the new one\n`,
  );
});

function counted(active: string): void {
  NUMBERS.cases += 1;
  if (active === older.release.id) NUMBERS.old += 1;
  else NUMBERS.new += 1;
}

test.each(Object.entries(PASSING))('%s at every request: the delivery comes to its end', async (name, fault) => {
  const requests = await count();
  for (let at = 1; at <= requests; at += 1) {
    const environment = await running();
    azure.cloud.reset((_exchange, number) => (number === at ? fault : undefined));
    await deliver(environment);
    await expectDelivered(environment, `${name} at request ${at}`);
    counted(newer.release.id);
  }
});

test.each(['before', 'after'] as const)(
  'killed %s any request: old or new, and a second try completes',
  async (when) => {
    const requests = await count();
    for (let at = 1; at <= requests; at += 1) {
      const environment = await running();
      await expect(deliver(environment, dyingClient(at, when))).rejects.toThrow();
      counted(await expectWhole(environment, `killed ${when} request ${at}`));
      await outlastLease(environment);
      await deliver(environment);
      await expectDelivered(environment, `second try after a kill ${when} request ${at}`);
    }
  },
);

test.each([
  ['403 by the firewall', said(403, 'AuthorizationFailure'), /AuthorizationFailure/, /network\.allowedRanges/],
  ['503 that does not pass', said(503, 'ServerBusy'), /503/, /status\.azure\.com/],
])(
  '%s from any request on: refused with a remedy, old or new, and a second try completes',
  async (name, fault, message, remedy) => {
    const requests = await count();
    for (let at = 1; at <= requests; at += 1) {
      const environment = await running();
      azure.cloud.reset((_exchange, number) => (number >= at ? fault : undefined));
      const end = await deliver(environment).then(
        () => undefined,
        (error: unknown) => error,
      );
      azure.cloud.reset();
      // Only the release of the lease may fail without harm: it runs out by itself.
      if (end !== undefined)
        expect(end).toMatchObject({ message: expect.stringMatching(message), remedy: expect.stringMatching(remedy) });
      counted(await expectWhole(environment, `${name} from request ${at}`));
      await outlastLease(environment);
      await deliver(environment);
      await expectDelivered(environment, `second try after ${name} from request ${at}`);
    }
  },
);

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
  expect(azure.waits.slept.filter((delay) => delay === 1000).length).toBeGreaterThanOrEqual(80);
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
