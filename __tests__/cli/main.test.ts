import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { newFolder, removeFolders, repository, requireTypeScript } from '../delivery/fixtures';

afterEach(removeFolders);

/** The real entry in a process of its own, behind a shell that ends as `node` does. */
function shell(command: string): { readonly status: number | null; readonly stderr: string } {
  const script = `${requireTypeScript} require(${JSON.stringify(join(repository, 'cli', 'main.ts'))});`;
  const env = { ...process.env, SCRIPT: script, MEDALLION_HOME: newFolder(), NODE: process.execPath };
  return spawnSync('bash', ['-c', `set -o pipefail; ${command}`], { cwd: repository, env, encoding: 'utf8' });
}

const MEDALLION = '"$NODE" -e "$SCRIPT" -- main';

test('a reader that has seen enough is no error', () => {
  // `true` reads nothing and is gone long before the command writes.
  const { status, stderr } = shell(`${MEDALLION} contracts validate | true`);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

test('the exit code of the process is that of the command', () => {
  expect(shell(`${MEDALLION} contracts graph`).status).toBe(0);
  const refused = shell(`${MEDALLION} rollback`);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toMatch(/^error: .*\nremedy: .*\ncode: [a-z-]+\n$/);
});
