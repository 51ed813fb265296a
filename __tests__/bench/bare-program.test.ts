import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bareProgram } from '../../bench/synth/bare-program';
import { differentResource } from '../../bench/synth/same-resources';
import { loadStacks } from '../../synthesized/load-stacks';
import { synthesizeShipped } from '../support/shipped';

const ROOT = join(__dirname, '..', '..');

test('the bare program that synthesis is measured against makes the same resources as the shipped lake', () => {
  const { stacks: ours, json } = synthesizeShipped('prod');
  const work = mkdtempSync(join(tmpdir(), 'medallion-bare-'));
  try {
    const program = join(work, 'bare.js');
    writeFileSync(program, bareProgram(ours, json));
    const env = { ...process.env, NODE_PATH: join(ROOT, 'node_modules') };
    execFileSync(process.execPath, [program, join(work, 'out')], { cwd: ROOT, env });
    const theirs = loadStacks(join(work, 'out'));
    expect(differentResource(ours, theirs)).toBeUndefined();
    expect(differentResource(ours, theirs.slice(1))).toContain(ours[0]?.resources[0]?.address);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
});
