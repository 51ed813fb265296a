import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../delivery/engine-error';
import { promote } from '../../delivery/promote';
import { publish } from '../../delivery/publish';
import { runActive } from '../../delivery/run';
import type { RunEvent } from '../../delivery/run-events';
import { localLayout } from '../../delivery/targets/local/layout';
import { writeBinding } from '../../delivery/targets/local/binding';
import { newFolder, newRelease, newTarget, removeFolders, repository, requireTypeScript } from './fixtures';

afterEach(removeFolders);

const finishedTable =
  '{"event":"table.finished","table":"bronze.users","status":"succeeded","rowsIn":5,"accepted":4,"quarantined":1,"rescued":2,"seconds":1.5,"bytesIn":10,"version":0,"error":null}';

function engine(lines: readonly string[], exitCode: number): string {
  return ['#!/bin/sh', ...lines.map((line) => `echo '${line}'`), `exit ${exitCode}`, ''].join('\n');
}

const healthy = engine(
  [
    '{"event":"run.started","runId":"r1","releaseId":"x","tables":["bronze.users"]}',
    'a library that prints',
    '{"event":"table.started","table":"bronze.users"}',
    finishedTable,
    '{"event":"run.finished","runId":"r1","status":"succeeded","seconds":2}',
  ],
  0,
);

async function run(script: string, tables?: readonly string[]) {
  const { target, layout } = newTarget(script);
  const { release } = await publish(target, newRelease());
  await promote(target, release);
  const events: RunEvent[] = [];
  const log: string[] = [];
  const ending = runActive(target, tables, {
    onEvent: (event) => events.push(event),
    onLog: (line) => log.push(line),
  });
  return { ending, events, log, layout, release };
}

test('streams events, keeps foreign lines apart, and returns what every table did', async () => {
  const { ending, events, log, release } = await run(healthy);
  expect(await ending).toMatchObject({
    runId: 'r1',
    release,
    status: 'succeeded',
    seconds: 2,
    tables: [{ table: 'bronze.users', rowsIn: 5, accepted: 4, quarantined: 1, rescued: 2 }],
  });
  expect(events.map(({ event }) => event)).toEqual(['run.started', 'table.started', 'table.finished', 'run.finished']);
  expect(log).toEqual(['a library that prints']);
});

test('calls the engine of the active release with the lake of this home', async () => {
  const script = `#!/bin/sh\necho "$PYTHONPATH" >&2\necho "$@" >&2\necho '{"event":"run.finished","runId":"r","status":"succeeded","seconds":0}'\n`;
  const { ending, log, layout, release } = await run(script, ['bronze.users', 'gold.daily_metrics']);
  await ending;
  const folder = join(layout.releases, release);
  expect(log).toEqual([
    join(folder, 'medallion.zip'),
    `-m medallion run --report-data ${layout.lakeData} --tables bronze.users,gold.daily_metrics` +
      ` --release ${folder} --binding ${layout.binding} --jars /jars/a.jar,/jars/b.jar --home ${layout.home}`,
  ]);
  expect(JSON.parse(readFileSync(layout.binding, 'utf8'))).toMatchObject({
    schemaVersion: 1,
    environment: 'local',
    containers: { bronze: `file://${layout.lake}/bronze`, landing: `file://${layout.landing}` },
    tokenKey: { kind: 'file', path: layout.tokenKey },
  });
});

test('a failed table is a result, not an exception', async () => {
  const failed = finishedTable.replace('"succeeded"', '"failed"');
  const { ending } = await run(
    engine([failed, '{"event":"run.finished","runId":"r1","status":"failed","seconds":2}'], 1),
  );
  expect(await ending).toMatchObject({ status: 'failed', tables: [{ status: 'failed' }] });
});

test.each([
  [2, 'bad-input', 'the release is not there'],
  [3, 'busy', 'another run is going on'],
])('a refusal with exit code %i comes through with its remedy', async (exitCode, code, message) => {
  const { ending } = await run(engine([JSON.stringify({ event: 'error', code, message, remedy: 'Do it.' })], exitCode));
  await expect(ending).rejects.toMatchObject({ constructor: EngineError, exitCode, code, message, remedy: 'Do it.' });
});

test.each([
  ['a killed engine', '#!/bin/sh\necho last words >&2\nkill -9 $$\n', /signal SIGKILL\)\n {2}last words/, 1],
  ['a silent end', '#!/bin/sh\nexit 0\n', /exit code 0/, 1],
  ['a crash', '#!/bin/sh\nexit 7\n', /exit code 7/, 7],
])('%s is an error that names the log folder', async (_what, script, message, exitCode) => {
  const { ending, layout } = await run(script);
  await expect(ending).rejects.toThrow(message);
  await expect(ending).rejects.toMatchObject({ exitCode, remedy: expect.stringContaining(layout.logs) });
});

test('an unknown table is refused before anything starts, with the nearest name', async () => {
  const { ending, layout } = await run(healthy, ['silver.user_enriched']);
  await expect(ending).rejects.toMatchObject({
    message: "the active release has no table 'silver.user_enriched'",
    remedy: expect.stringContaining("Use 'silver.users_enriched'"),
  });
  expect(existsSync(layout.binding)).toBe(false);
});

test('without a promotion there is nothing to run', async () => {
  const { target } = newTarget(healthy);
  const listener = { onEvent: () => undefined, onLog: () => undefined };
  await expect(runActive(target, undefined, listener)).rejects.toThrow("no release is active on 'local'");
});

test('a release that was changed after its promotion does not run', async () => {
  const { target, layout } = newTarget(healthy);
  const { release } = await publish(target, newRelease());
  await promote(target, release);
  writeFileSync(join(layout.releases, release, 'medallion.zip'), 'evil');
  const listener = { onEvent: () => undefined, onLog: () => undefined };
  await expect(runActive(target, undefined, listener)).rejects.toThrow(/medallion\.zip was changed/);
});

test('the key for tokens is secret, whole, and made once', () => {
  const layout = localLayout(newFolder());
  writeBinding('local', layout);
  const key = readFileSync(layout.tokenKey, 'utf8');
  expect(key).toMatch(/^[0-9a-f]{64}\n$/);
  expect(statSync(layout.tokenKey).mode & 0o777).toBe(0o600);
  writeBinding('local', layout);
  expect(readFileSync(layout.tokenKey, 'utf8')).toBe(key);
  expect(readFileSync(layout.binding, 'utf8')).not.toContain(key.trim());
});

test('the engine notices when the process that called it is killed', async () => {
  const folder = newFolder();
  const [begun, ended] = [join(folder, 'begun'), join(folder, 'ended')];
  const script = join(folder, 'engine.sh');
  writeFileSync(script, `touch '${begun}'\ncat >/dev/null\ntouch '${ended}'\n`);
  const caller = `
    const { callEngine } = require(${JSON.stringify(join(repository, 'delivery', 'targets', 'local', 'engine.ts'))});
    callEngine({ python: '/bin/sh', args: [${JSON.stringify(script)}], environment: process.env, logs: '', onEvent() {}, onLog() {} });`;
  const parent = spawn(process.execPath, ['-e', `${requireTypeScript}${caller}`], { cwd: repository, stdio: 'ignore' });
  await until(() => existsSync(begun));
  expect(existsSync(ended)).toBe(false);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  await until(() => existsSync(ended));
});

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition() && waited < 10_000; waited += 50) await delay(50);
  expect(condition()).toBe(true);
}
