import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const script = resolve(__dirname, '..', '..', 'scripts', 'review-comment.mjs');
const folder = mkdtempSync(join(tmpdir(), 'medallion-comment-'));
const calls = join(folder, 'calls');

/** A command line of GitHub that writes down what it is asked, and knows the comments that stand there. */
function post(standing: string, file = 'review.md') {
  const gh = join(folder, 'gh');
  writeFileSync(calls, '');
  writeFileSync(
    gh,
    `#!/bin/sh\necho "$@" >> "${calls}"\ncase "$*" in *--paginate*) echo "${standing}";; *) cat >> "${calls}";; esac\n`,
  );
  chmodSync(gh, 0o755);
  writeFileSync(join(folder, 'review.md'), '<!-- medallion-review -->\n## No change\n');
  return spawnSync(process.execPath, [script, ...(file === '' ? [] : [join(folder, file)])], {
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
      GITHUB_REPOSITORY: 'acme/lake',
      PULL_REQUEST: '7',
    },
  });
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the comment on a pull request', () => {
  it('is posted when there is none', () => {
    expect(post('').status).toBe(0);
    expect(readFileSync(calls, 'utf8')).toContain('--method POST repos/acme/lake/issues/7/comments --input -');
    expect(readFileSync(calls, 'utf8')).toContain('"body":"<!-- medallion-review -->\\n## No change\\n"');
  });

  it('replaces the one that stands there', () => {
    expect(post('4711').status).toBe(0);
    const asked = readFileSync(calls, 'utf8');
    expect(asked).toContain('--method PATCH repos/acme/lake/issues/comments/4711 --input -');
    expect(asked).not.toContain('POST');
  });

  it('fails without a file', () => {
    const { status, stderr } = post('', '');
    expect(status).toBe(2);
    expect(stderr).toContain('remedy: ');
  });
});
