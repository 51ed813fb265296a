import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { packageRelease } from '../../delivery/package';
import { promote } from '../../delivery/promote';
import { publish } from '../../delivery/publish';
import { rollback } from '../../delivery/rollback';
import { runActive } from '../../delivery/run';
import {
  newFolder,
  newRelease,
  newRepository,
  newTarget,
  removeFolders,
  repository,
  requireTypeScript,
} from './fixtures';
import type { Order } from './services/local-worker';

jest.setTimeout(180_000);
afterAll(removeFolders);

const TABLES = ['bronze.users'];
const older = newRelease({}, TABLES);
const newer = newRelease({ 'pipelines/jobs/run.py': 'print("newer")\n' }, TABLES);
const ids = [older.release.id, newer.release.id];
const quiet = { onEvent: () => undefined, onLog: () => undefined };

const JOB_DONE = `#!/bin/sh
echo '{"event":"job.finished","isWell":true,"result":{}}'
`;

async function settled(engine: string) {
  const made = newTarget(engine);
  for (const release of [older, newer, older]) {
    await publish(made.target, release);
    await promote(made.target, release.release.id);
  }
  return made;
}

/** The pointer names a whole release, its history has no gap, and nothing half-written is in the way. */
async function expectWhole({ target }: Awaited<ReturnType<typeof settled>>): Promise<void> {
  const active = (await target.pointer.read())?.state;
  expect(ids).toContain(active?.release);
  await target.releases.manifest(active?.release ?? '');
  const history = (await target.pointer.history()).map(({ sequence }) => sequence).reverse();
  expect(history).toEqual(history.map((_, place) => place + 1));
  expect(await target.releases.list()).toEqual([...ids].sort());
}

test('commands while a run holds the lock: the run keeps its release, the commands do their work at once', async () => {
  const go = join(newFolder(), 'go');
  const made = await settled(`#!/bin/sh
while [ ! -e ${go} ]; do sleep 0.05; done
echo '{"event":"run.finished","runId":"r1","status":"succeeded","seconds":1}'
`);
  const { target, layout } = made;
  const run = runActive(target, undefined, quiet);
  const sources = newRepository({}, TABLES);
  await publish(target, newer);
  expect(await promote(target, newer.release.id)).toMatchObject({ changed: true });
  expect(await rollback(target)).toMatchObject({ state: { release: older.release.id } });
  expect(await promote(target, newer.release.id)).toMatchObject({ changed: true });
  packageRelease({ repository: sources, packages: layout.packages });
  await expectWhole(made);
  writeFileSync(go, '');
  expect(await run).toMatchObject({ release: older.release.id, status: 'succeeded' });
  expect((await target.pointer.read())?.state.release).toBe(newer.release.id);
});

function worker(order: Order): ChildProcess {
  const main = join(__dirname, 'services', 'local-worker.ts');
  const script = `${requireTypeScript} void require(${JSON.stringify(main)}).work(${JSON.stringify(order)});`;
  return spawn(process.execPath, ['-e', script], { cwd: repository, stdio: ['ignore', 'pipe', 'inherit'] });
}

async function printed(child: ChildProcess): Promise<readonly string[]> {
  let text = '';
  child.stdout?.on('data', (part: Buffer) => (text += part.toString()));
  await once(child, 'close');
  return text.trim().split('\n');
}

function orderFor(home: string): Order {
  const engine = join(newFolder(), 'engine');
  writeFileSync(engine, JOB_DONE);
  chmodSync(engine, 0o755);
  const releases = [older.directory, newer.directory] as const;
  return { home, engine, repository: newRepository({}, TABLES), releases, rounds: 3 };
}

test('two processes with every command at once: each is done, or told that the pointer has moved', async () => {
  const made = await settled(JOB_DONE);
  const order = orderFor(made.layout.home);
  const lines = (await Promise.all([worker(order), worker(order)].map(printed))).flat();
  const commands = lines.filter((line) => line !== 'ready');
  expect(commands).toHaveLength(2 * order.rounds * 5);
  expect(commands.filter((line) => line.endsWith(' moved')).every((line) => /^(promote|rollback) /.test(line))).toBe(
    true,
  );
  await expectWhole(made);
});

test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
  '%s at any moment: old or new, and the next command completes',
  async (signal) => {
    const made = await settled(JOB_DONE);
    const order = { ...orderFor(made.layout.home), rounds: 1000 };
    const child = worker(order);
    await once(child.stdout ?? child, 'data');
    await pause(150);
    child.kill(signal);
    await once(child, 'close');
    expect(child.signalCode).toBe(signal);
    await expectWhole(made);
    expect(await rollback(made.target)).toMatchObject({ changed: true });
    expect(existsSync(made.layout.packages) ? readdirSync(made.layout.packages).length : 1).toBeGreaterThan(0);
  },
);
