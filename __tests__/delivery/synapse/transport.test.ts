import { createHttpHeaders, createPipelineRequest, type PipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { RETRY_POLICY, type RetryPolicy } from '../../../delivery/targets/synapse/retry-policy';
import { Transport } from '../../../delivery/targets/synapse/transport';

type Reply = { readonly status: number; readonly headers?: Readonly<Record<string, string>> } | Error;

const URL_OF_ALL = 'https://synw.dev.azuresynapse.net/things/one?api-version=2020-12-01';

/** Answers in turn; the last reply is for all that follow. */
function transportOver(replies: readonly Reply[], changes: Partial<RetryPolicy> = {}) {
  const seen: PipelineRequest[] = [];
  const slept: number[] = [];
  const told: string[] = [];
  const tokens: string[] = [];
  const transport = new Transport(
    {
      sendRequest: async (request) => {
        seen.push({ ...request, headers: createHttpHeaders(request.headers.toJSON()) });
        const reply = replies[Math.min(seen.length, replies.length) - 1] ?? { status: 200 };
        if (reply instanceof Error) throw reply;
        return { request, status: reply.status, headers: createHttpHeaders(reply.headers), bodyAsText: '' };
      },
    },
    {
      ...RETRY_POLICY,
      sleep: async (milliseconds) => void slept.push(milliseconds),
      onWait: (what) => void told.push(what),
      ...changes,
    },
    async () => {
      tokens.push('new');
      return { token: 'new', expiresOnTimestamp: 0 };
    },
  );
  const send = (method: 'GET' | 'PUT' | 'POST', url = URL_OF_ALL) => {
    const headers = createHttpHeaders({ authorization: 'Bearer old' });
    return transport.sendRequest(createPipelineRequest({ url, method, headers }));
  };
  return { send, seen, slept, told, tokens };
}

test('waits as long as the service asks, in seconds, milliseconds or until a date', async () => {
  const date = new Date(Date.now() + 90_000).toUTCString();
  const { send, slept, told } = transportOver([
    { status: 429, headers: { 'Retry-After': '7' } },
    { status: 503, headers: { 'x-ms-retry-after-ms': '250' } },
    { status: 429, headers: { 'Retry-After': date } },
    { status: 200 },
  ]);
  expect((await send('GET')).status).toBe(200);
  expect(slept.slice(0, 2)).toEqual([7000, 250]);
  expect(slept[2]).toBeGreaterThan(80_000);
  expect(slept[2]).toBeLessThanOrEqual(90_000);
  expect(told[0]).toBe('synw.dev.azuresynapse.net answered 429, trying again');
});

test('without such a wish it waits twice as long each time, never longer than the longest', async () => {
  const { send, slept } = transportOver([{ status: 500 }], { attempts: 9, firstDelayMs: 1000, longestDelayMs: 20_000 });
  expect((await send('PUT')).status).toBe(500);
  const most = [1000, 2000, 4000, 8000, 16_000, 20_000, 20_000, 20_000];
  expect(slept).toHaveLength(8);
  slept.forEach((delay, position) => {
    expect(delay).toBeLessThanOrEqual(most[position] ?? 0);
    expect(delay).toBeGreaterThanOrEqual((most[position] ?? 0) / 2);
  });
});

test.each([400, 403, 404, 409, 412])('%d is final', async (status) => {
  const { send, seen } = transportOver([{ status }]);
  expect((await send('GET')).status).toBe(status);
  expect(seen).toHaveLength(1);
});

test('a broken connection is tried again, and said at last', async () => {
  const broken = new RestError('read ECONNRESET', { code: 'ECONNRESET' });
  const recovering = transportOver([broken, { status: 200 }]);
  expect((await recovering.send('PUT')).status).toBe(200);
  const dead = transportOver([broken], { attempts: 3 });
  await expect(dead.send('PUT')).rejects.toThrow('read ECONNRESET');
  expect(dead.seen).toHaveLength(3);
});

test('a POST that may have been done is not sent again, one that was refused or is harmless is', async () => {
  const broken = new RestError('read ECONNRESET', { code: 'ECONNRESET' });
  for (const reply of [broken, { status: 500 }, { status: 504 }]) {
    const { send, seen } = transportOver([reply, { status: 200 }]);
    await Promise.allSettled([send('POST')]);
    expect(seen).toHaveLength(1);
  }
  const refused = transportOver([{ status: 429 }, { status: 503 }, { status: 200 }]);
  expect((await refused.send('POST')).status).toBe(200);
  const harmless = transportOver([broken, { status: 200 }]);
  expect((await harmless.send('POST', 'https://management.azure.com/f/queryPipelineRuns?api-version=1')).status).toBe(
    200,
  );
});

test('a token that is not accepted is replaced once, not for ever', async () => {
  const expired = transportOver([{ status: 401 }, { status: 200 }]);
  expect((await expired.send('PUT')).status).toBe(200);
  expect(expired.seen.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer old', 'Bearer new']);
  const stranger = transportOver([{ status: 401 }]);
  expect((await stranger.send('GET')).status).toBe(401);
  expect(stranger.tokens).toEqual(['new']);
});

test('an answer belongs to the request that the SDK made, although a copy travelled', async () => {
  const { send, seen } = transportOver([{ status: 200 }]);
  const answer = await send('GET');
  expect(seen[0]?.timeout).toBe(RETRY_POLICY.requestTimeoutMs);
  expect(answer.request.timeout).toBe(0);
});
