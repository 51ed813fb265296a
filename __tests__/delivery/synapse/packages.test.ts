import { publish } from '../../../delivery/publish';
import { installPackage } from '../../../delivery/targets/synapse/packages';
import { newRelease, removeFolders } from '../fixtures';
import { startAzure, type TestAzure, type TestEnvironment } from '../services/azure';
import type { Fault } from '../services/loopback';

jest.setTimeout(120_000);

let azure: TestAzure;
let environment: TestEnvironment;
beforeAll(async () => {
  azure = await startAzure();
});
afterAll(async () => {
  await azure.stop();
  removeFolders();
});
beforeEach(fresh);

async function fresh(): Promise<void> {
  azure.cloud.reset();
  environment = await azure.environment();
}

const wheelOf = ({ contents }: ReturnType<typeof newRelease>) => {
  const [name = '', bytes = new Uint8Array()] = [...contents].find(([path]) => path.endsWith('.whl')) ?? [];
  return { name, bytes };
};
const wheel = wheelOf(newRelease());
const other = wheelOf(newRelease({ 'pipelines/src/medallion/inner/__init__.py': 'ANSWER = 43\n' }));
const POOLS = ['synspbatch', 'synspadhoc'];

const connection = () => {
  const { outputs } = environment;
  const wide = { ...outputs, delivery: { ...outputs.delivery, sparkPools: POOLS } };
  return { ...environment.connection(), outputs: wide };
};
const install = (given = wheel, pools: readonly string[] = POOLS) => installPackage(connection(), given, pools);
const installed = (pool: string) => {
  const { customLibraries = [] } = environment.pools.pools.get(pool) as {
    readonly customLibraries?: readonly { readonly name: string }[];
  };
  return customLibraries.map(({ name }) => name);
};
const writes = () => azure.cloud.log.filter(({ method }) => method !== 'GET').map(({ method }) => method);

test('uploads the wheel once and installs it with one operation a pool, side by side', async () => {
  azure.waits.told.length = 0;
  azure.waits.slept.length = 0;
  environment.packages.looks = 2;
  expect(await install()).toEqual(POOLS.map((pool) => ({ pool, outcome: 'installed' })));
  expect(environment.packages.libraries.get(wheel.name)?.bytes).toEqual(Buffer.from(wheel.bytes));
  expect(writes()).toEqual(['PUT', 'PUT', 'POST', 'PUT', 'PUT']);
  expect(environment.pools.mostAtOnce).toBe(2);
  expect(POOLS.map(installed)).toEqual([[wheel.name], [wheel.name]]);
  expect(environment.pools.properties).toMatchObject({ libraryRequirements: { filename: 'requirements.txt' } });
  expect(azure.waits.told).toContain(`waiting for Spark pool synspadhoc to install ${wheel.name}`);
  expect(azure.waits.slept).toEqual(expect.arrayContaining([2_000, 15_000]));
  azure.cloud.reset();
  expect(await install()).toEqual(POOLS.map((pool) => ({ pool, outcome: 'present' })));
  expect(writes()).toEqual([]);
});

test('the wheel is the one of a published release, as it was packaged', async () => {
  const release = newRelease();
  await publish(environment.target(), release);
  expect(await environment.target().releases.wheel(release.release.id)).toEqual({
    name: wheel.name,
    bytes: Buffer.from(wheel.bytes),
  });
});

test('a new version takes the place of the old one; packages of others stay', async () => {
  const theirs = { name: 'theirs-1.0-py3-none-any.whl', path: 'x', containerName: 'prep', type: 'whl' };
  environment.pools.pools.set('synspbatch', { ...environment.pools.properties, customLibraries: [theirs] });
  await install(wheel, ['synspbatch']);
  expect(installed('synspbatch')).toEqual([theirs.name, wheel.name]);
  await install(other, ['synspbatch']);
  expect(installed('synspbatch')).toEqual([theirs.name, other.name]);
  expect(installed('synspadhoc')).toEqual([]);
});

test('what was uploaded in part is uploaded anew, and a pool that fails does not hinder the other', async () => {
  environment.packages.libraries.set(wheel.name, { bytes: Buffer.from('half'), status: 'Created' });
  environment.pools.failing.add('synspbatch');
  await expect(install()).rejects.toThrow(/^could not install medallion-.* on Spark pool synspbatch: .*pip said no/);
  expect(environment.packages.libraries.get(wheel.name)?.bytes).toEqual(Buffer.from(wheel.bytes));
  expect(POOLS.map(installed)).toEqual([[], [wheel.name]]);
  expect((await install()).map(({ outcome }) => outcome)).toEqual(['installed', 'present']);
});

test.each([
  [() => install(wheel, ['synspbtach']), "there is no Spark pool 'synspbtach'"],
  [() => install({ name: 'evil.whl', bytes: new Uint8Array() }), 'the package evil.whl of 0 bytes cannot be installed'],
])('what cannot be is refused before anything is asked', async (call, message) => {
  await expect(call()).rejects.toThrow(message);
  expect(azure.cloud.log).toEqual([]);
});

const said = (status: number, code: string): Fault => ({
  kind: 'answer',
  answer: { status, body: { error: { code, message: code } } },
});

test('any fault at any request: it ends well at once, or a second try does', async () => {
  await install();
  const requests = azure.cloud.log.length;
  const passing = [said(503, 'ServerBusy'), said(500, 'InternalError'), said(401, 'InvalidAuthenticationToken')];
  const faults: readonly Fault[] = [
    ...passing,
    ...(['before', 'after'] as const).map((when): Fault => ({ kind: 'drop', when })),
    said(403, 'AuthorizationFailed'),
  ];
  const counts = { cases: 0, again: 0 };
  for (let at = 1; at <= requests; at += 1) {
    for (const fault of faults) {
      await fresh();
      azure.cloud.reset((_exchange, number) => (number === at ? fault : undefined));
      await install().catch(() => (counts.again += 1));
      azure.cloud.reset();
      await install();
      expect({ at, pools: POOLS.map(installed) }).toEqual({ at, pools: [[wheel.name], [wheel.name]] });
      expect(environment.packages.libraries.get(wheel.name)?.bytes).toEqual(Buffer.from(wheel.bytes));
      counts.cases += 1;
    }
  }
  process.stdout.write(
    `packages: ${counts.cases} faults at ${requests} requests, ${counts.again} of them took a second try\n`,
  );
});
