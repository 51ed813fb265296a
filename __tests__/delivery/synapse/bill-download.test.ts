/** A month of Cost Management, from a service that checks what it is sent against the published specification. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLOUDS } from '../../../azure/clouds';
import { daysOf, type FetchedBill, fetchBill } from '../../../delivery/targets/synapse/bill-download';
import { connectCloud } from '../../../delivery/targets/synapse/connection';
import { RETRY_POLICY } from '../../../delivery/targets/synapse/retry-policy';
import { newFolder, removeFolders } from '../fixtures';
import { COST_FILES, CostService, linkOf } from '../services/costs';
import { type Answer, LoopbackCloud, testCredential } from '../services/loopback';

const SUBSCRIPTION = '00000000-0000-4000-8000-0000000000F0';
const TODAY = new Date('2026-11-17T23:30:00Z');
const FIRST = Buffer.from('Date,CostInBillingCurrency\n11/01/2026,1\n');
const SECOND = Buffer.from('Date,Cost\n');
const FILES = [FIRST, SECOND];

const costs = new CostService();
const slept: number[] = [];
let cloud: LoopbackCloud;
let to: string;

beforeAll(async () => {
  cloud = await LoopbackCloud.start(costs.services);
});
afterAll(async () => {
  await cloud.stop();
  removeFolders();
});
beforeEach(() => {
  cloud.reset();
  slept.length = 0;
  to = newFolder();
});

async function fetched(
  changes: { readonly period?: string; readonly subscription?: string } = {},
  requestTimeoutMs = 5_000,
): Promise<FetchedBill> {
  const sleep = async (milliseconds: number): Promise<void> => void slept.push(milliseconds);
  const retryPolicy = { ...RETRY_POLICY, sleep, requestTimeoutMs };
  const means = { signIn: testCredential, client: () => cloud.client(), retryPolicy };
  const request = { subscription: SUBSCRIPTION, period: '2026-11', to, today: TODAY, ...changes };
  return fetchBill(() => connectCloud(CLOUDS.public, means), request);
}

const folder = (): string => join(to, SUBSCRIPTION.toLowerCase(), '2026-11');
const left = (): readonly string[] => (existsSync(folder()) ? readdirSync(folder()).sort() : []);

test('writes the files of the month so far, and a manifest of what belongs together', async () => {
  costs.report({ files: FILES, looks: 3 });
  const bill = await fetched();
  expect(bill).toEqual({
    subscription: SUBSCRIPTION,
    days: { start: '2026-11-01', end: '2026-11-17' },
    files: ['part_0.csv', 'part_1.csv'].map((name) => join(folder(), name)),
    bytes: FIRST.length + SECOND.length,
  });
  expect(bill.files.map((file) => readFileSync(file))).toEqual(FILES);
  expect(JSON.parse(readFileSync(join(folder(), 'manifest.json'), 'utf8'))).toEqual({
    runInfo: { runId: '11111111-1111-4111-8111-111111111111' },
    blobCount: 2,
    blobs: FILES.map(({ length }, place) => ({ blobName: `part_${place}.csv`, byteCount: length })),
  });
  expect(costs.asked).toEqual([{ start: '2026-11-01', end: '2026-11-17' }]);
  expect(slept).toEqual([10_000, 10_000, 10_000]);
  expect(readdirSync(join(to, SUBSCRIPTION.toLowerCase()))).toEqual(['2026-11']);
});

test('a later fetch takes the place of the whole month: no file of the earlier one is left', async () => {
  costs.report({ files: FILES });
  await fetched();
  costs.report({ files: [SECOND], manifest: { compressData: true } });
  await fetched();
  expect(left()).toEqual(['manifest.json', 'part_0.csv.gz']);
});

test('a report that is there at once is not asked for again', async () => {
  const manifest = { blobCount: 1, compressData: false, blobs: [{ blobLink: linkOf(0), byteCount: FIRST.length }] };
  const begin = { status: 200, body: { name: 'at-once', status: 'Completed', manifest } };
  costs.report({ files: FILES, begin });
  expect((await fetched()).files).toHaveLength(1);
  expect(cloud.log.map(({ method, host }) => `${method} ${host}`)).toEqual([
    'POST management.azure.com',
    `GET ${COST_FILES}`,
  ]);
});

test.each([
  [{ 'retry-after': '7' }, 7_000],
  [{ 'x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after': '33' }, 33_000],
  [{ 'retry-after': '90', 'x-ms-ratelimit-microsoft.costmanagement-tenant-retry-after': '5' }, 90_000],
  [
    {
      'x-ms-ratelimit-microsoft.costmanagement-entity-retry-after': '4',
      'x-ms-ratelimit-microsoft.costmanagement-clienttype-retry-after': '60',
    },
    60_000,
  ],
])('a busy service is asked again when it says: %j', async (headers, wait) => {
  costs.report({ files: FILES });
  const busy = { status: 429, headers, body: { error: { code: '429', message: 'Too many requests' } } };
  cloud.reset((_, number) => (number <= 2 ? { kind: 'answer', answer: busy as Answer } : undefined));
  await fetched();
  expect(slept.slice(0, 2)).toEqual([wait, wait]);
});

test('every request of a fetch may be broken once', async () => {
  costs.report({ files: FILES, looks: 2 });
  await fetched();
  const requests = cloud.log.length;
  expect(requests).toBe(5);
  for (const status of [429, 503]) {
    for (let broken = 1; broken <= requests; broken += 1) {
      costs.report({ files: FILES, looks: 2 });
      cloud.reset((_, number) => (number === broken ? { kind: 'answer', answer: { status } } : undefined));
      expect((await fetched()).files).toHaveLength(2);
    }
  }
  for (const when of ['before', 'after'] as const) {
    for (let broken = 1; broken <= requests; broken += 1) {
      costs.report({ files: FILES, looks: 2 });
      cloud.reset((_, number) => (number === broken ? { kind: 'drop', when } : undefined));
      expect((await fetched()).files).toHaveLength(2);
    }
  }
});

test('a file that ends early is fetched again, and never kept in part', async () => {
  costs.report({ files: FILES });
  await fetched();
  const short = { status: 200, body: FIRST.subarray(0, 9) };
  cloud.reset(({ url }, number) =>
    url.pathname.endsWith('part-0.csv') && number < 4 ? { kind: 'answer', answer: short } : undefined,
  );
  expect(readFileSync((await fetched()).files[0] ?? '')).toEqual(FIRST);
  cloud.reset(({ url }) => (url.pathname.endsWith('part-1.csv') ? { kind: 'answer', answer: short } : undefined));
  await expect(fetched()).rejects.toMatchObject({
    code: 'bill-truncated',
    message: expect.not.stringContaining('secret'),
  });
  // As the first fetch left it.
  expect(readFileSync(join(folder(), 'part_1.csv'))).toEqual(SECOND);
  expect(readdirSync(join(to, SUBSCRIPTION.toLowerCase()))).toEqual(['2026-11']);
});

test.each(['drop', 'hang'] as const)('a download that stops in the middle (%s) begins anew', async (then) => {
  costs.report({ files: FILES });
  cloud.reset(({ host }, number) => (host === COST_FILES && number === 3 ? { kind: 'stop', then } : undefined));
  const bill = await fetched({}, 300);
  expect(bill.files.map((file) => readFileSync(file))).toEqual(FILES);
  expect(cloud.log).toHaveLength(5);
});

const error = (code: string): Answer['body'] => ({ error: { code, message: 'no' } });
test.each<[string, Parameters<CostService['report']>[0], string, string]>([
  [
    'nobody is signed in',
    { files: [], begin: { status: 401, body: error('Unauthorized') } },
    'service-failed',
    'az login',
  ],
  [
    'the role is missing',
    { files: [], begin: { status: 403, body: error('RBACAccessDenied') } },
    'costs-forbidden',
    'Cost Management Reader',
  ],
  [
    'there is no subscription',
    { files: [], begin: { status: 404, body: error('SubscriptionNotFound') } },
    'subscription-unknown',
    'az account list',
  ],
  [
    'the offer has no report',
    { files: [], begin: { status: 422, body: error('UnprocessableEntity') } },
    'service-failed',
    'Fix what the service names',
  ],
  ['nothing was billed', { files: [], begin: { status: 204 } }, 'bill-empty', 'a month in which it ran'],
  ['nothing was found', { files: [], result: { status: 'NoDataFound' } }, 'bill-empty', 'a month in which it ran'],
  [
    'the report failed',
    { files: [], result: { status: 'Failed', ...(error('Oops') as object) } },
    'report-failed',
    'an export',
  ],
  ['the report is of an unknown kind', { files: [], result: { status: 'Later' } }, 'report-failed', 'an export'],
  ['a file is not listed', { files: FILES, manifest: { blobCount: 3 } }, 'bill-truncated', 'Run the command again'],
  ['no file is listed', { files: [] }, 'bill-truncated', 'Run the command again'],
  [
    'a file is listed twice',
    { files: FILES, manifest: { blobs: [0, 0].map((place) => ({ blobLink: linkOf(place) })) } },
    'bill-page-repeated',
    'Run the command again',
  ],
  [
    'a file has no safe address',
    { files: FILES, manifest: { blobs: [{ blobLink: 'http://example.com/a' }] } },
    'untrusted-address',
    'the proxy',
  ],
  [
    'a file is gone',
    { files: FILES, manifest: { blobs: [0, 7].map((place) => ({ blobLink: linkOf(place) })) } },
    'service-failed',
    'links of a report end',
  ],
  [
    'the report is elsewhere',
    { files: FILES, begin: { status: 202, headers: { location: 'https://example.com/report' } } },
    'untrusted-address',
    'the proxy',
  ],
  ['the report is nowhere', { files: FILES, begin: { status: 202 } }, 'untrusted-address', 'the proxy'],
])('%s: nothing is written, and what to do is said', async (_, reported, code, remedy) => {
  costs.report(reported);
  await expect(fetched()).rejects.toMatchObject({ code, remedy: expect.stringContaining(remedy) });
  expect(left()).toEqual([]);
});

test('what the month and the subscription cannot be is refused before anybody signs in', async () => {
  const open = (): never => {
    throw new Error('signed in');
  };
  const base = { subscription: SUBSCRIPTION, period: '2026-11', to, today: TODAY };
  for (const [changes, code] of [
    [{ subscription: 'Production' }, 'subscription-invalid'],
    [{ period: '2026-13' }, 'unknown-period'],
    [{ period: 'monthly' }, 'unknown-period'],
    [{ period: '2026-12' }, 'period-out-of-reach'],
    [{ period: '2025-09' }, 'period-out-of-reach'],
  ] as const) {
    await expect(fetchBill(open, { ...base, ...changes })).rejects.toMatchObject({ code });
  }
});

test.each([
  ['2026-11', '2026-11-17', '2026-11-01', '2026-11-17'],
  ['2026-11', '2026-12-01', '2026-11-01', '2026-11-30'],
  ['2026-12', '2026-12-01', '2026-12-01', '2026-12-01'],
  ['2028-02', '2028-03-05', '2028-02-01', '2028-02-29'],
  ['2025-10', '2026-11-30', '2025-10-01', '2025-10-31'],
])('%s, asked for on %s, is from %s to %s', (period, today, start, end) => {
  expect(daysOf(period, new Date(`${today}T12:00:00Z`))).toEqual({ start, end });
});

test('a folder that is a file is told as it is', async () => {
  costs.report({ files: FILES });
  to = join(to, 'file');
  writeFileSync(to, '');
  await expect(fetched()).rejects.toMatchObject({ code: expect.stringMatching(/^E(NOTDIR|EXIST)$/) });
});
