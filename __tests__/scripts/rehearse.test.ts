/** The rehearsal of both CI systems: what they do, and what it finds when their files are wrong. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');
const script = join(root, 'scripts', 'rehearse.mjs');
const folder = mkdtempSync(join(tmpdir(), 'medallion-rehearsal-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Rehearsal {
  readonly args: readonly string[];
  /** Part of a command that fails. */
  readonly breaks?: string;
  /** What is wrong with one file: its path, a text in it, and what stands there instead. */
  readonly wrong?: readonly [file: string, text: string, instead: string];
}

/** Programs that record how they are called; Terraform's script is the real one, on stacks that `synth` makes up. */
const PROGRAM = `#!/bin/bash
case "$*" in
  *release:id*) echo 0123456789abcdef;;
  *"terraform -- "*) shift 4; exec node scripts/terraform.mjs "$@";;
  *review:comment*) shift 4; exec node scripts/review-comment.mjs review;;
  *" policy "*sarif*) echo '{}';;
  *"review -- "*) echo '## No change' > review/review.md;;
  *) echo "NAME $*" >> "CALLS";;
esac
case "$*" in
  "run synth") for stack in dev dev-access; do
    mkdir -p cdktf.out/stacks/$stack; echo "{\\"stack\\": \\"$stack\\"}" > cdktf.out/stacks/$stack/cdk.tf.json; done;;
esac
case "$*" in *"BREAKS"*) exit 1;; esac
`;

function rehearse({ args, breaks = 'nothing', wrong }: Rehearsal) {
  const calls = join(folder, 'calls');
  writeFileSync(calls, '');
  for (const name of ['npm', 'npx']) {
    writeFileSync(
      join(folder, name),
      PROGRAM.replaceAll('NAME', name).replaceAll('CALLS', calls).replaceAll('BREAKS', breaks),
    );
    chmodSync(join(folder, name), 0o755);
  }
  const files = join(folder, 'files');
  rmSync(files, { recursive: true, force: true });
  mkdirSync(files);
  for (const name of ['.github', '.azuredevops']) cpSync(join(root, name), join(files, name), { recursive: true });
  if (wrong !== undefined) {
    const [file, text, instead] = wrong;
    const before = readFileSync(join(files, file), 'utf8');
    expect(before).toContain(text);
    writeFileSync(join(files, file), before.replaceAll(text, instead));
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--bare', '--files', files, ...args], {
    encoding: 'utf8',
    env: { ...process.env, WATCH_DURATION: '', PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` },
  });
  return { status, stdout, stderr, calls: readFileSync(calls, 'utf8').trim().split('\n') };
}

const ON_TARGET = '--target local --environment dev --outputs outputs.json';
const RELEASE = [
  'npx medallion package --format json',
  `npx medallion publish 0123456789abcdef ${ON_TARGET}`,
  `npx medallion promote 0123456789abcdef --after-shadow ${ON_TARGET}`,
  `npx medallion run ${ON_TARGET}`,
  `npx medallion watch --duration 30m ${ON_TARGET} --format markdown`,
];
const COST = [
  'npm run --silent cost -- --environment dev --format markdown',
  `npx medallion cost report --if-imported ${ON_TARGET} --format markdown`,
];

describe.each(['github', 'azure'])('the rehearsal of a deployment with %s', (system) => {
  const deploy = ['--system', system];

  it('plans, applies what was approved, and releases, in jobs that begin empty', () => {
    const { status, stdout, stderr, calls } = rehearse({ args: deploy });
    expect([stderr.match(/^error.*$/gm), status]).toEqual([null, 0]);
    expect(calls.filter((call) => /medallion|cost/.test(call))).toEqual(['npx medallion sample', ...RELEASE, ...COST]);
    expect(stdout).toMatch(/\n\d+ steps ran, \d+ were not due; 2 commands in them need Azure/);
    expect(stdout).toMatch(/\nnot run here: .*: npx medallion endpoints --target local/);
    expect(stdout).toMatch(/\n.*Roll back what did not run: skipped|^((?!Roll back).)*$/s);
    expect(stderr).toMatch(
      /Apply complete: dev by (medallion-)?dev\n[^]*Apply complete: dev-access by (medallion-)?dev\n/,
    );
  });

  it('fails when an artifact brings the providers along', () => {
    const { status, stderr, calls } = rehearse({ args: [...deploy, '--plant'] });
    expect(stderr).toContain('also holds .terraform');
    expect([status, calls.some((call) => call.includes('publish'))]).toEqual([1, false]);
  });

  it('rolls back when a step fails, and does nothing more but what is due then', () => {
    const { status, stderr, calls } = rehearse({ args: deploy, breaks: ' promote ' });
    expect(calls).not.toContain(RELEASE[3]);
    expect(calls).toEqual(expect.arrayContaining(COST));
    expect(calls.at(-1)).toBe(`npx medallion rollback --only 0123456789abcdef ${ON_TARGET}`);
    expect([status, /error: .* failed/.test(stderr)]).toEqual([1, true]);
  });
});

describe.each(['fork', 'pull-request'])('the rehearsal of a %s', (event) => {
  it('reviews without a right, and posts from the second workflow', () => {
    const { status, stdout, stderr } = rehearse({ args: ['--event', event] });
    expect([stderr.match(/^error.*$/gm), status]).toEqual([null, 0]);
    expect(stdout).toMatch(/review-comment\.yml comment: One comment, kept up to date: passed/);
    expect(stdout).toMatch(/pull-request\.yml review: Findings for the code scanning page: passed/);
  });
});

describe('what the rehearsal finds in files that are wrong', () => {
  const infrastructure = '.github/workflows/infrastructure.yml';
  const pullRequest = '.github/workflows/pull-request.yml';

  it.each<[string, Rehearsal, RegExp]>([
    [
      'the whole folder of a stack as the artifact',
      { args: ['--system', 'github'], wrong: [infrastructure, 'path: approved', 'path: cdktf.out/stacks/dev'] },
      /lacks cdk\.tf\.json, tfplan/,
    ],
    [
      'hidden files that stay behind',
      { args: ['--system', 'github'], wrong: [infrastructure, 'include-hidden-files: true', 'retention-days: 7'] },
      /error/,
    ],
    [
      'an apply by the identity that may only read',
      {
        args: ['--system', 'azure'],
        wrong: [
          '.azuredevops/templates/environment.yml',
          'connection: medallion-${{ parameters.environment }}\n',
          'connection: medallion-${{ parameters.environment }}-plan\n',
        ],
      },
      /403: medallion-dev-plan may only read/,
    ],
    [
      'a job that may not sign in',
      { args: ['--system', 'github'], wrong: [infrastructure, 'id-token: write', 'id-token: none'] },
      /nobody is signed in/,
    ],
    [
      'a called workflow that asks for more than its caller permits',
      { args: ['--system', 'github'], wrong: ['.github/workflows/deploy.yml', 'id-token: write', 'id-token: read'] },
      /asks for id-token, which its caller does not permit/,
    ],
    [
      'credentials beside the code of a pull request',
      {
        args: ['--system', 'github', '--event', 'pull-request'],
        wrong: [pullRequest, 'persist-credentials: false', 'persist-credentials: true'],
      },
      /credentials lie beside code that nobody reviewed/,
    ],
    [
      'a comment with a token that may not write',
      {
        args: ['--system', 'github', '--event', 'fork'],
        wrong: ['.github/workflows/review-comment.yml', 'pull-requests: write', 'pull-requests: read'],
      },
      /403: Resource not accessible/,
    ],
    [
      'an input that an action does not have',
      { args: ['--system', 'github'], wrong: [infrastructure, 'retention-days', 'retention'] },
      /has no input retention/,
    ],
    [
      'a template without its parameter',
      {
        args: ['--system', 'azure'],
        wrong: ['.azuredevops/templates/environment.yml', 'stack: ${{ parameters.environment }}-access', 'other: x'],
      },
      /parameters that are missing or not declared: stack, other/,
    ],
  ])('%s', (_, rehearsal, message) => {
    const { status, stdout, stderr } = rehearse(rehearsal);
    expect(`${stdout}${stderr}`).toMatch(message);
    expect(status).toBe(1);
  });
});
