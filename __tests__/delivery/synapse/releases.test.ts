import { PointerMoved } from '../../../delivery/pointer-moved';
import { promote } from '../../../delivery/promote';
import { publish } from '../../../delivery/publish';
import { rollback } from '../../../delivery/rollback';
import { newRelease, removeFolders } from '../fixtures';
import { startAzure, type TestAzure, type TestEnvironment } from '../services/azure';
import type { LogEntry } from '../services/loopback';

let azure: TestAzure;
// Azurite takes a second on an idle machine, and a test of many requests as well.
jest.setTimeout(60_000);
beforeAll(async () => {
  azure = await startAzure();
});
afterAll(async () => {
  await azure.stop();
  removeFolders();
});

const first = newRelease();
const second = newRelease({ 'pipelines/sql/gold/daily_metrics.sql': 'select 1 as changed\n' });

async function published(): Promise<TestEnvironment> {
  const environment = await azure.environment();
  await publish(environment.target(), first);
  return environment;
}

const writes = (log: readonly LogEntry[]): readonly LogEntry[] => log.filter(({ method }) => method !== 'GET');

test('publishes every file once, the description last, and each checked by the service', async () => {
  const environment = await azure.environment();
  azure.cloud.reset();
  expect(await publish(environment.target(), first)).toMatchObject({ outcome: 'published' });
  const written = writes(azure.cloud.log).map(({ path }) => path.replace(/^\/releases\d+\//, ''));
  const paths = written.filter((path) => path.startsWith('files/') || path.startsWith(first.release.id));
  expect(paths).toHaveLength(first.release.files.length + 1);
  expect(paths.at(-1)).toBe(`${first.release.id}/release.json`);
  expect(await environment.target().releases.list()).toEqual([first.release.id]);
  expect((await environment.target().releases.manifest(first.release.id)).tables).toHaveLength(9);
});

test('publishing again writes nothing', async () => {
  const environment = await published();
  azure.cloud.reset();
  expect(await publish(environment.target(), first)).toMatchObject({ outcome: 'present' });
  expect(writes(azure.cloud.log)).toEqual([]);
});

test('a changed SQL file is uploaded once, the others are shared', async () => {
  const environment = await published();
  azure.cloud.reset();
  await publish(environment.target(), second);
  const shared = writes(azure.cloud.log).filter(({ path }) => path.includes('/files/'));
  expect(shared).toHaveLength(1);
});

test('what was damaged on the way is refused by the service', async () => {
  const environment = await azure.environment();
  const inner = azure.cloud.client();
  const damaging = azure.means({
    client: () => ({
      sendRequest: (request) => {
        const body = request.body instanceof Uint8Array ? Buffer.from(request.body) : undefined;
        body?.writeUInt8(body.readUInt8(0) ^ 1, 0);
        return inner.sendRequest(body === undefined ? request : { ...request, body });
      },
    }),
  });
  await expect(publish(environment.target(damaging), first)).rejects.toThrow(
    /could not write .*(contentMD5|Md5Mismatch)/,
  );
  expect(await environment.target().releases.list()).toEqual([]);
});

test('a blob that was changed afterwards is named, and nothing is written', async () => {
  const environment = await published();
  const container = azure.azurite.client.getContainerClient(
    environment.outputs.delivery.releases.replace(/^abfss:\/\/|@.*$/g, ''),
  );
  await container.getBlockBlobClient(`${first.release.id}/jobs/run.py`).upload('evil', 4);
  azure.cloud.reset();
  await expect(publish(environment.target(), first)).rejects.toThrow(/jobs\/run\.py was changed/);
  await expect(promote(environment.target(), first.release.id)).rejects.toThrow(/jobs\/run\.py was changed/);
  expect(writes(azure.cloud.log)).toEqual([]);
});

test('promotes, rolls back, and tells the history without a gap', async () => {
  const environment = await published();
  await publish(environment.target(), second);
  const [one, other] = [first.release.id, second.release.id];
  await promote(environment.target(), one);
  await promote(environment.target(), other);
  expect(await rollback(environment.target())).toMatchObject({ state: { release: one, previous: other, sequence: 3 } });
  const history = await environment.target().pointer.history();
  expect(history.map(({ sequence, release }) => [sequence, release])).toEqual([
    [3, one],
    [2, other],
    [1, one],
  ]);
  azure.cloud.reset();
  expect(await promote(environment.target(), one)).toMatchObject({ changed: false });
  expect(writes(azure.cloud.log)).toEqual([]);
});

test('refuses to promote what is not published, naming what is', async () => {
  const environment = await published();
  await expect(promote(environment.target(), '0123456789abcdef')).rejects.toMatchObject({
    message: "release '0123456789abcdef' is not published",
    remedy: `Use one that is published: ${first.release.id}.`,
  });
});

test('of two promoters that begin at once exactly one wins', async () => {
  const environment = await published();
  await publish(environment.target(), second);
  const ids = [first.release.id, second.release.id];
  const ends = await Promise.allSettled(ids.map((id) => promote(environment.target(), id)));
  const won = ids.filter((_id, position) => ends[position]?.status === 'fulfilled');
  expect(won).toEqual([(await environment.target().pointer.read())?.state.release]);
  const late = ends.find((end) => end.status === 'rejected');
  expect(late?.reason).toBeInstanceOf(PointerMoved);
});

test('a pointer write whose answer was lost is recognised as our own', async () => {
  const environment = await published();
  let dropped = false;
  azure.cloud.reset(({ method, url }) => {
    if (dropped || method !== 'PUT' || !url.pathname.endsWith('current.json')) return undefined;
    dropped = true;
    return { kind: 'drop', when: 'after' };
  });
  expect(await promote(environment.target(), first.release.id)).toMatchObject({
    changed: true,
    state: { sequence: 1 },
  });
  expect(dropped).toBe(true);
});
