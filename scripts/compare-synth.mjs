/**
 * Compares what this checkout synthesizes with what another commit did, byte by byte: every environment, the standby
 * environments and every example. `npm run compare:synth -- <commit>`; exits with 1 when a file differs.
 *
 * A move of code must leave every byte: a changed path is a changed Terraform address.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, setupHome } from '../setup/paths.mjs';

const [commit] = process.argv.slice(2);
if (commit === undefined) {
  process.stderr.write(
    'error: no commit is given\nremedy: Name the commit to compare with: npm run compare:synth -- main\n',
  );
  process.exit(2);
}

const work = join(setupHome, 'compare-synth');
// Below the repository, so that its packages are found; both sides need the same ones.
const base = join(work, 'base');
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
try {
  git('worktree', 'add', '--force', '--detach', base, commit);
  const before = synthesizeAll(base, join(work, 'before'));
  const after = synthesizeAll(root, join(work, 'after'));
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const different = names.filter((name) => before.get(name) !== after.get(name));
  for (const name of different) {
    const how = before.has(name) ? (after.has(name) ? 'differs' : 'is gone') : 'is new';
    process.stdout.write(`${name} ${how}\n`);
  }
  process.stdout.write(`${names.length - different.length} of ${names.length} files are the same byte for byte\n`);
  process.exitCode = different.length === 0 && names.length > 0 ? 0 : 1;
} finally {
  git('worktree', 'remove', '--force', base);
  rmSync(work, { recursive: true, force: true });
}

/** @param {string} checkout @param {string} output @returns {Map<string, string>} text by program and stack */
function synthesizeAll(checkout, output) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: checkout, stdio: 'inherit' });
  const examples = readdirSync(join(checkout, 'examples')).filter((file) => file.endsWith('.ts'));
  /** @type {[string, string[]][]} */
  const programs = [
    ['environments', ['dist/main.js']],
    ['standby', ['dist/main.js', '--standby']],
    ...examples.map(
      (file) => /** @type {[string, string[]]} */ ([file, [`dist/examples/${file.replace(/\.ts$/, '.js')}`]]),
    ),
  ];
  const texts = new Map();
  for (const [name, args] of programs) {
    const outdir = join(output, name);
    mkdirSync(outdir, { recursive: true });
    execFileSync(process.execPath, args, {
      cwd: checkout,
      env: { ...process.env, CDKTF_OUTDIR: outdir },
      stdio: 'inherit',
    });
    const stacks = join(outdir, 'stacks');
    for (const stack of existsSync(stacks) ? readdirSync(stacks) : [])
      texts.set(`${name}: ${stack}`, readFileSync(join(stacks, stack, 'cdk.tf.json'), 'utf8'));
  }
  return texts;
}

/** @param {string[]} args */
function git(...args) {
  execFileSync('git', args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
}
