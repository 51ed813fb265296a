import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readTree } from '../../delivery/files';
import { promote } from '../../delivery/promote';
import { publish } from '../../delivery/publish';
import { rollback } from '../../delivery/rollback';
import { runActive } from '../../delivery/run';
import { statusOf } from '../../delivery/status';
import { UserError } from '../../shared/errors';
import { newRelease, newTarget, removeFolders, type TestTarget } from './fixtures';

afterAll(removeFolders);
jest.setTimeout(120_000);

type Harm = (content: Buffer) => Buffer | string | undefined;

const HARMS: Readonly<Record<string, Harm>> = {
  empty: () => '',
  truncated: (content) => content.subarray(0, content.length / 2),
  garbage: () => Buffer.from([0, 255, 7]),
  missing: () => undefined,
  'of a newer version': (content) => {
    const document = JSON.parse(content.toString()) as Record<string, unknown>;
    if (!('schemaVersion' in document)) throw new SyntaxError('has no version');
    return JSON.stringify({ ...document, schemaVersion: 99 });
  },
};

/** Says that a run has ended well, and nothing else. */
const ENGINE = `#!/bin/sh
echo '{"event":"run.finished","runId":"r1","status":"succeeded","seconds":1}'
`;
const older = newRelease({}, ['bronze.users']);
const newer = newRelease({ 'pipelines/jobs/run.py': 'print("newer")\n' }, ['bronze.users']);
const connections = '{"erp": {"url": "jdbc:postgresql://host/database"}}';
const data = JSON.stringify({ schemaVersion: 1, runs: [], quality: [], tables: [], dailySales: [] });

const onEvent = (): void => undefined;

/** What people do with a local lake; each command reads other files. */
const COMMANDS: Readonly<Record<string, (target: TestTarget['target']) => Promise<unknown>>> = {
  status: statusOf,
  history: (target) => target.pointer.history(),
  publish: (target) => publish(target, newer),
  promote: (target) => promote(target, newer.release.id),
  rollback,
  run: (target) => runActive(target, undefined, { onEvent, onLog: onEvent }),
  report: (target) => target.lakeData(),
};

async function settled(): Promise<TestTarget> {
  const made = newTarget(ENGINE);
  const { target, layout } = made;
  for (const release of [older, newer]) {
    await publish(target, release);
    await promote(target, release.release.id);
  }
  for (const [file, text] of [
    [layout.connections, connections],
    [layout.lakeData, data],
    [layout.certificateKey, 'ab'.repeat(32)],
  ] as const) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  await COMMANDS['run']?.(target);
  return made;
}

test('every file of a home but the lake, damaged: each command works, or says what to do, and loses nothing', async () => {
  const { layout } = await settled();
  const copy = (): TestTarget => {
    const made = newTarget(ENGINE);
    cpSync(layout.home, made.layout.home, { recursive: true });
    return made;
  };
  const inactive = (name: string): boolean => name === older.release.id;
  const paths = [...readTree(layout.home, (name) => name !== 'lake' && !inactive(name)).keys()];
  expect(paths).toEqual(
    expect.arrayContaining(['binding.json', 'connections.json', 'keys/token.key', 'releases/current.json']),
  );
  let [cases, refused] = [0, 0];
  for (const path of paths) {
    for (const [harm, damage] of Object.entries(HARMS)) {
      const { target, layout: home } = copy();
      const file = join(home.home, path);
      const before = readFileSync(file);
      let after: Buffer | string | undefined;
      try {
        after = damage(before);
      } catch {
        continue;
      }
      for (const [name, command] of Object.entries(COMMANDS)) {
        const beside = readTree(home.home, (entry) => entry !== 'lake');
        if (after === undefined) rmSync(file);
        else writeFileSync(file, after);
        cases += 1;
        try {
          await command(target);
        } catch (error) {
          refused += 1;
          const told = error instanceof UserError ? error.remedy : `no remedy: ${String(error)}`;
          expect([path, harm, name, told]).toEqual([path, harm, name, expect.stringMatching(/^[A-Z][a-z]+ /)]);
        }
        // Nothing else is lost, and with the file in its place the state is the old or the new one.
        const found = readTree(home.home, (entry) => entry !== 'lake');
        for (const other of beside.keys())
          if (other !== path)
            expect([path, harm, name, [...found.keys()]]).toEqual([path, harm, name, expect.arrayContaining([other])]);
        if (!existsSync(file) || readFileSync(file).equals(Buffer.from(after ?? ''))) writeFileSync(file, before);
        const active = (await target.pointer.read())?.state.release;
        expect([older.release.id, newer.release.id]).toContain(active);
        await target.releases.manifest(active ?? '');
      }
    }
  }
  process.stderr.write(`damaged files of a home: ${cases} cases, ${refused} refused with a remedy\n`);
  expect(cases).toBeGreaterThan(300);
});
