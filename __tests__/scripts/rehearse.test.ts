import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const script = resolve(__dirname, '..', '..', 'scripts', 'rehearse.mjs');
const folder = mkdtempSync(join(tmpdir(), 'medallion-rehearsal-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Programs that write down how they are called; the one that `breaks` fails. */
function rehearse(breaks = 'nothing') {
  const calls = join(folder, 'calls');
  writeFileSync(calls, '');
  for (const name of ['npm', 'npx']) {
    const text = `#!/bin/sh\ncase "$*" in *release:id*) echo 0123456789abcdef;; *) echo "${name} $*" >> "${calls}";; esac\ncase "$*" in *" ${breaks} "*) exit 1;; esac\n`;
    writeFileSync(join(folder, name), text);
    chmodSync(join(folder, name), 0o755);
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    env: { ...process.env, WATCH_DURATION: '', PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` },
  });
  return { status, stdout, stderr, calls: readFileSync(calls, 'utf8').trim().split('\n') };
}

const INFRASTRUCTURE = ['npm run setup', 'npm run synth', 'npm run policy', 'npm run setup', 'npm run synth'];
const RELEASE = [
  'npx medallion sample',
  'npm run setup',
  'npm run synth',
  'npx medallion package --format json',
  'npx medallion publish 0123456789abcdef --target local --environment dev --outputs outputs.json',
  'npx medallion promote 0123456789abcdef --after-shadow --target local --environment dev --outputs outputs.json',
  'npx medallion run --target local --environment dev --outputs outputs.json',
  'npx medallion watch --duration 30m --target local --environment dev --outputs outputs.json --format markdown',
];
const COST = 'npm run --silent cost -- --environment dev --format markdown';

describe('the rehearsal of a deployment', () => {
  it('runs the steps of the workflows in their order, and counts what needs Azure', () => {
    const { status, stdout, calls } = rehearse();
    expect(calls).toEqual([...INFRASTRUCTURE, ...RELEASE, COST]);
    expect(stdout).toMatch(/\n14 steps ran, \d+ need Azure or GitHub and were not run\n$/);
    expect(stdout).toMatch(/\nrelease\.yml release: Watch: passed, \d+\.\d s\n/);
    expect(stdout).toMatch(/\nrelease\.yml release: Where the environment stands: not run here\n/);
    expect(status).toBe(0);
  });

  it('rolls back when a step fails, as the workflow would', () => {
    const { status, stdout, stderr, calls } = rehearse('watch');
    expect(calls.slice(-2)).toEqual([
      COST,
      'npx medallion rollback --only 0123456789abcdef --target local --environment dev --outputs outputs.json',
    ]);
    expect(stdout).toMatch(/\nrelease\.yml release: Watch: FAILED, \d+\.\d s\n/);
    expect(stderr).toContain("error: the step 'Watch' failed");
    expect(status).toBe(1);
  });

  it('does nothing more after a step that failed but what is due then', () => {
    expect(rehearse('publish').calls).not.toContain(
      'npx medallion run --target local --environment dev --outputs outputs.json',
    );
  });
});
