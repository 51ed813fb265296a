/**
 * Synthesizes the same source on the successor of the framework (CDK Terrain, `cdktn`) and compares the two results object
 * by object. What may differ is the version of the framework and the pin of its provider; anything else fails.
 *
 * The successor lives in a folder of its own, installed on first use from a pinned lock; nothing of the lake depends on it.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { root, setupHome } from '../setup/paths.mjs';

const ROOMS = ['contracts', 'constructs', 'environments', 'finops', 'policies', 'review', 'stacks'];
const HOME = join(setupHome, 'successor');
/** Framework and provider say who they are; nothing else may differ. */
const ALLOWED = ['//.metadata.version', 'terraform.required_providers.azurerm'];

const work = mkdtempSync(join(tmpdir(), 'medallion-successor-'));
try {
  process.exitCode = main() ? 0 : 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

function main() {
  install();
  const [ours, theirs] = [join(work, 'cdktf'), join(work, 'cdktn')];
  synthesize(join(root, 'dist', 'main.js'), ours);
  synthesize(rename(), theirs);
  const stacks = readdirSync(join(ours, 'stacks')).sort();
  const found = stacks.flatMap((stack) =>
    compare(documentOf(ours, stack), documentOf(theirs, stack)).map((path) => ({ stack, path })),
  );
  const odd = found.filter(({ path }) => !ALLOWED.includes(path));
  for (const { stack, path } of odd) console.log(`DIFFERS  ${stack}: ${path}`);
  const resources = stacks
    .flatMap((stack) => Object.values(documentOf(ours, stack).resource ?? {}))
    .reduce((sum, bodies) => sum + Object.keys(bodies).length, 0);
  console.log(
    `successor: ${stacks.length} stacks, ${resources} resources compared, ${odd.length} differ; allowed and found: ${[...new Set(found.map(({ path }) => path))].filter((path) => ALLOWED.includes(path)).join(', ')}`,
  );
  return odd.length === 0 && resources > 0;
}

/** Our source with the two names of the framework replaced, transpiled beside the successor. */
function rename() {
  const source = join(HOME, 'source');
  rmSync(source, { recursive: true, force: true });
  const files = ['main.ts', ...ROOMS.flatMap((room) => filesOf(room))];
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    if (file.endsWith('.ts')) {
      const renamed = text.replaceAll(/(['"])cdktf(\/|['"])/g, '$1cdktn$2').replaceAll('@cdktf/', '@cdktn/');
      const { outputText } = ts.transpileModule(renamed, {
        compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true },
      });
      write(join(source, 'dist', file.replace(/\.ts$/, '.js')), outputText);
    } else {
      write(join(source, 'dist', file), text);
    }
  }
  for (const data of ['contracts/tables', 'environments/locks'])
    cpSync(join(root, data), join(source, data), { recursive: true });
  return join(source, 'dist', 'main.js');
}

/** @param {string} room */
function filesOf(room) {
  return readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(ts|json)$/.test(file))
    .map((file) => join(room, file));
}

/** @param {string} program @param {string} output */
function synthesize(program, output) {
  const { status, stderr } = spawnSync(process.execPath, [program], {
    cwd: dirname(dirname(program)),
    env: { ...process.env, CDKTF_OUTDIR: output },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${program} failed:\n${stderr}`);
}

/** Paths at which two documents differ. @param {unknown} one @param {unknown} other @returns {string[]} */
function compare(one, other, at = '') {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  if (!isObject(one) || !isObject(other)) return [at];
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const below = keys.flatMap((key) => compare(one[key], other[key], at === '' ? key : `${at}.${key}`));
  return [...new Set(below.map((path) => ALLOWED.find((allowed) => path.startsWith(allowed)) ?? path))];
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isObject(value) {
  return typeof value === 'object' && value !== null;
}

/** @param {string} output @param {string} stack @returns {{resource?: Record<string, object>}} */
function documentOf(output, stack) {
  return JSON.parse(readFileSync(join(output, 'stacks', stack, 'cdk.tf.json'), 'utf8'));
}

function install() {
  const lock = join(root, 'setup', 'successor', 'package-lock.json');
  const digest = createHash('sha256').update(readFileSync(lock)).digest('hex');
  const stamp = join(HOME, 'installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  console.log('Installing the successor (once) ...');
  rmSync(HOME, { recursive: true, force: true });
  mkdirSync(HOME, { recursive: true });
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
    cpSync(join(root, 'setup', 'successor', file), join(HOME, file));
  }
  // Its provider still names the release before the framework's last as its peer.
  const { status, stderr } = spawnSync('npm', ['ci', '--legacy-peer-deps', '--silent'], {
    cwd: HOME,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ci failed:\n${stderr}`);
  writeFileSync(stamp, digest);
}

/** @param {string} file @param {string} text */
function write(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
