import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const script = resolve(__dirname, '..', '..', 'scripts', 'review-comment.mjs');
const folder = mkdtempSync(join(tmpdir(), 'medallion-comment-'));
const MARK = '<!-- medallion-review -->';
const calls = join(folder, 'calls');

/** A command line of GitHub that records what it is asked, and knows pull request 7 and the comments on it. */
function post(standing: string, { number = '7', head = 'abc123', text = `${MARK}\n## No change\n` } = {}) {
  const gh = join(folder, 'gh');
  writeFileSync(calls, '');
  writeFileSync(join(folder, 'standing'), standing);
  writeFileSync(
    gh,
    `#!/bin/sh\necho "$@" >> "${calls}"\ncase "$*" in *--paginate*) cat "${join(folder, 'standing')}";; *pulls/7*) echo abc123;; *pulls/*) echo other;; *) cat >> "${calls}";; esac\n`,
  );
  chmodSync(gh, 0o755);
  writeFileSync(join(folder, 'review.md'), text);
  writeFileSync(join(folder, 'number'), `${number}\n`);
  return spawnSync(process.execPath, [script, folder], {
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
      GITHUB_REPOSITORY: 'acme/lake',
      HEAD_SHA: head,
      GITHUB_OUTPUT: join(folder, 'output'),
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

  it('replaces its own, which others can imitate but not own', () => {
    const standing = [
      { id: 1, login: 'mallory', body: `${MARK}\n## ✅ all is well` },
      { id: 2, login: 'other-app[bot]', body: `${MARK}\n## copied` },
      { id: 3, login: 'github-actions[bot]', body: `somebody quotes ${MARK}` },
      { id: 4711, login: 'github-actions[bot]', body: `${MARK}\n## ✅ of yesterday` },
    ];
    expect(post(standing.map((comment) => JSON.stringify(comment)).join('\n')).status).toBe(0);
    const asked = readFileSync(calls, 'utf8');
    expect(asked).toContain('--method PATCH repos/acme/lake/issues/comments/4711 --input -');
    expect(asked).not.toContain('POST');
  });

  it('says to the next step which pull request it is of', () => {
    post('');
    expect(readFileSync(join(folder, 'output'), 'utf8')).toContain('number=7\nfindings=false\n');
  });

  it('is cut to what GitHub takes', () => {
    expect(post('', { text: `${MARK}${'x'.repeat(70_000)}` }).status).toBe(0);
    const { body } = JSON.parse(readFileSync(calls, 'utf8').split('\n').slice(-1)[0] ?? '') as { body: string };
    expect(body).toHaveLength(65_536);
    expect(body).toContain('The review is longer than a comment may be');
  });

  it.each([
    ['a number that is a path', { number: '7/../../../user' }],
    ['no number', { number: '' }],
    ['the number of another pull request', { number: '8' }],
    ['a commit that was pushed since', { head: 'def456' }],
  ])('is refused for %s', (_, change) => {
    const { status, stderr } = post('', change);
    expect([status, stderr.includes('remedy: ')]).toEqual([2, true]);
    expect(readFileSync(calls, 'utf8')).not.toContain('comments');
  });
});
