import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { newFolder, removeFolders, repository } from '../delivery/fixtures';

afterEach(removeFolders);

test('npx ts-node examples/minimal.ts synthesizes', () => {
  const outdir = newFolder();
  execFileSync(join(repository, 'node_modules', '.bin', 'ts-node'), ['examples/minimal.ts'], {
    cwd: repository,
    env: { ...process.env, CDKTF_OUTDIR: outdir },
  });
  expect(existsSync(join(outdir, 'stacks', 'sandbox', 'cdk.tf.json'))).toBe(true);
}, 120_000);
