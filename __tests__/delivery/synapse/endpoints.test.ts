import { approveEndpoints, planEndpoints } from '../../../delivery/targets/synapse/endpoints';
import { startAzure, type TestAzure, type TestEnvironment } from '../services/azure';
import type { Fault } from '../services/loopback';

jest.setTimeout(60_000);

const GROUP = '/subscriptions/00000000-0000-4000-8000-000000000002/resourceGroups/rg-lake-test';
const STORAGE = `${GROUP}/providers/Microsoft.Storage/storageAccounts/stlaketest`;
const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/kv-lake-test`;
const WORKSPACE = `${GROUP}/providers/Microsoft.Synapse/workspaces/synw-lake-test`;
const ELSEWHERE = STORAGE.replace('rg-lake-test', 'rg-other');

let azure: TestAzure;
let environment: TestEnvironment;
beforeAll(async () => {
  azure = await startAzure();
});
afterAll(() => azure.stop());

/** What Terraform leaves behind, and requests of strangers beside it. */
async function deployed(): Promise<void> {
  azure.cloud.reset();
  environment = await azure.environment();
  const { endpoints } = environment;
  endpoints.ask('synw-lake-test', 'storage-dfs', STORAGE);
  endpoints.ask('synw-lake-test', 'storage-blob', STORAGE);
  endpoints.ask('synw-lake-test', 'vault', VAULT);
  endpoints.ask('adf-lake-test', 'storage-dfs', STORAGE);
  endpoints.ask('adf-lake-test', 'workspace-dev', WORKSPACE);
  endpoints.connect(STORAGE, 'synw-of-somebody.storage-dfs');
  endpoints.connect(STORAGE, 'synw-lake-test.storage-dfs-2');
  endpoints.connect(VAULT, 'pep-by-hand');
  endpoints.ask('synw-lake-test', 'export', ELSEWHERE);
}

const states = () =>
  Object.fromEntries(environment.endpoints.connections.map(({ endpoint, status }) => [endpoint, status]));
const DONE = {
  'synw-lake-test.storage-dfs': 'Approved',
  'synw-lake-test.storage-blob': 'Approved',
  'synw-lake-test.vault': 'Approved',
  'adf-lake-test.storage-dfs': 'Approved',
  'adf-lake-test.workspace-dev': 'Approved',
  'synw-of-somebody.storage-dfs': 'Pending',
  'synw-lake-test.storage-dfs-2': 'Pending',
  'pep-by-hand': 'Pending',
  'synw-lake-test.export': 'Pending',
};
const puts = () => azure.cloud.log.filter(({ method }) => method === 'PUT').length;

test('approves what workspace and factory asked for, and nobody else', async () => {
  await deployed();
  const planned = await planEndpoints(environment.connection());
  expect(puts()).toBe(0);
  expect(planned.filter(({ outcome }) => outcome === 'to be approved')).toHaveLength(5);
  azure.waits.told.length = 0;
  const done = await approveEndpoints(environment.connection());
  expect(states()).toEqual(DONE);
  expect(puts()).toBe(5);
  expect(done.map(({ name, outcome }) => [name, outcome])).toEqual([
    ['storage-dfs', 'approved'],
    ['storage-blob', 'approved'],
    ['vault', 'approved'],
    ['export', 'not ours'],
    ['storage-dfs', 'approved'],
    ['workspace-dev', 'approved'],
  ]);
  expect(azure.waits.told).toContain('waiting for 5 private endpoints to be connected');
  expect(environment.endpoints.connections[0]?.description).toBe(
    'Endpoint storage-dfs of synw-lake-test, approved by Medallion.',
  );
});

test('a second time reads only', async () => {
  await deployed();
  await approveEndpoints(environment.connection());
  azure.cloud.reset();
  expect((await approveEndpoints(environment.connection())).map(({ outcome }) => outcome)).toEqual([
    ...['works', 'works', 'works', 'not ours', 'works', 'works'],
  ]);
  expect(puts()).toBe(0);
});

test('says of a request that it cannot tell apart, or that was refused, why it stays', async () => {
  await deployed();
  environment.endpoints.connect(VAULT, 'synw-lake-test.vault');
  Object.assign(environment.endpoints.connections[0] ?? {}, { status: 'Rejected' });
  const done = await approveEndpoints(environment.connection());
  expect(done.filter(({ outcome }) => outcome === 'left alone')).toEqual([
    expect.objectContaining({ name: 'storage-dfs', reason: 'it is Rejected: make the endpoint again' }),
    expect.objectContaining({ name: 'vault', reason: 'two requests on its target go by that name' }),
  ]);
  expect(states()).toMatchObject({ 'synw-lake-test.storage-dfs': 'Rejected', 'synw-lake-test.vault': 'Pending' });
});

test('a list that goes on at another host is not followed', async () => {
  await deployed();
  azure.cloud.reset(({ url }) =>
    url.pathname.endsWith('/managedPrivateEndpoints')
      ? { kind: 'answer', answer: { status: 200, body: { value: [], nextLink: 'https://evil.example/next' } } }
      : undefined,
  );
  await expect(planEndpoints(environment.connection())).rejects.toThrow(/the list goes on at https:\/\/evil\.example/);
});

const said = (status: number, code: string, headers = {}): Fault => ({
  kind: 'answer',
  answer: { status, headers, body: { error: { code, message: code } } },
});
const PASSING: readonly Fault[] = [
  said(429, 'TooManyRequests', { 'retry-after': '3' }),
  said(503, 'ServerBusy'),
  said(500, 'InternalError'),
  said(401, 'InvalidAuthenticationToken'),
  { kind: 'drop', when: 'before' },
  { kind: 'drop', when: 'after' },
];

test('any passing fault at any request changes nothing about the outcome; a refusal leaves a state that a second try completes', async () => {
  await deployed();
  await approveEndpoints(environment.connection());
  const requests = azure.cloud.log.length;
  let cases = 0;
  for (let at = 1; at <= requests; at += 1) {
    for (const fault of PASSING) {
      await deployed();
      azure.cloud.reset((_exchange, number) => (number === at ? fault : undefined));
      await approveEndpoints(environment.connection());
      expect({ at, ...states() }).toEqual({ at, ...DONE });
      cases += 1;
    }
    await deployed();
    azure.cloud.reset((_exchange, number) => (number >= at ? said(403, 'AuthorizationFailed') : undefined));
    await expect(approveEndpoints(environment.connection())).rejects.toMatchObject({
      message: expect.stringMatching(/^could not (list|approve) .*403 AuthorizationFailed/),
      remedy: expect.stringContaining('access.deployers'),
    });
    azure.cloud.reset();
    await approveEndpoints(environment.connection());
    expect({ at, ...states() }).toEqual({ at, ...DONE });
    cases += 1;
  }
  process.stdout.write(`endpoints: ${cases} faults at ${requests} requests\n`);
});
