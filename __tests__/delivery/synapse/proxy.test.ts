import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from '../../../delivery/targets/synapse/connection';
import { azureMeans } from '../../../delivery/targets/synapse/sign-in';
import { SynapseTarget } from '../../../delivery/targets/synapse/synapse-target';
import { WorkspacePools } from '../../../delivery/targets/synapse/pools';
import { SparkBatches } from '../../../delivery/targets/synapse/livy';
import { outputsOf } from '../services/azure';

let proxy: Server;
const asked: string[] = [];
const before = process.env['HTTPS_PROXY'];

beforeAll(async () => {
  proxy = createServer();
  // A proxy that lets nobody out, and remembers who wanted to go where.
  proxy.on('connect', ({ url }, socket) => {
    asked.push(url ?? '');
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  process.env['HTTPS_PROXY'] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
});
afterAll(async () => {
  if (before === undefined) delete process.env['HTTPS_PROXY'];
  else process.env['HTTPS_PROXY'] = before;
  await new Promise((resolve) => proxy.close(resolve));
});

test('every service is reached through the proxy of the company', async () => {
  const means = azureMeans(() => undefined);
  const outputs = outputsOf(1);
  const connection = connect(outputs, {
    ...means,
    retryPolicy: { ...means.retryPolicy, attempts: 1 },
    signIn: () => ({ getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }) }),
  });
  const target = new SynapseTarget('test', () => connection);
  const calls = [
    target.releases.list(),
    target.runs(1),
    new WorkspacePools(connection, async () => '').configureAutoscale({
      ...{ poolName: 'synspbatch', minNodes: 3, maxNodes: 4, autoPauseMinutes: 5 },
    }),
    new SparkBatches(connection, 'synspbatch').follow(1, 'job'),
  ];
  const ends = await Promise.allSettled(calls);
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
  expect([...new Set(asked)].sort()).toEqual([
    'management.azure.com:443',
    'stlaketest.blob.core.windows.net:443',
    'synw-lake-test.dev.azuresynapse.net:443',
  ]);
  const [first] = ends;
  expect(first).toMatchObject({ reason: { remedy: expect.stringContaining('the proxy') } });
});
