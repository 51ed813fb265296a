/** One job: a machine that begins with an empty folder, and forgets everything at its end. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../setup/paths.mjs';

/** What a fresh machine would install for minutes, or build: lent by this one. */
const LENT_LINKS = ['node_modules', '.medallion'];
const LENT_COPIES = ['dist'];
/** Commands that are tests of their own and take long, and those that need Azure or GitHub themselves. */
const NOT_RUN = {
  npm: ['test', 'run checkov', 'run verify:*', 'run test:*', '*propose-prices*'],
  npx: ['medallion endpoints *', 'medallion cost refresh *', 'medallion backup *', 'medallion recover --drill *'],
};
const programs = join(dirname(fileURLToPath(import.meta.url)), 'programs');

/**
 * @typedef {object} Rehearsal what all jobs of one rehearsal share
 * @property {string} scratch
 * @property {string} artifacts folder
 * @property {NodeJS.ProcessEnv} environment of every step
 * @property {string} files folder that holds `.github` and `.azuredevops`
 * @property {boolean} lends whether jobs get what this machine has installed and built
 * @property {boolean} plants whether an artifact of a plan gets what a stack's whole folder would bring
 */

export class Job {
  /** @param {Rehearsal} rehearsal @param {string} name */
  constructor(rehearsal, name) {
    this.rehearsal = rehearsal;
    this.name = name;
    this.home = mkdtempSync(join(rehearsal.scratch, 'job-'));
    this.folder = join(this.home, 'work');
    this.staging = join(this.home, 'staging');
    this.bin = join(this.home, 'bin');
    this.notRun = join(this.home, 'not-run');
    for (const folder of [this.folder, this.staging, this.bin]) mkdirSync(folder);
    writeFileSync(this.notRun, '');
    for (const [name, patterns] of Object.entries(NOT_RUN)) this.wrap(name, patterns);
    this.link('gh', join(programs, 'gh.mjs'));
    this.script('terraform', 'echo "terraform: command not found" >&2; exit 127');
  }

  /** Puts Terraform on the path, as the action or task that installs it does. */
  installTerraform() {
    this.link('terraform', join(programs, 'terraform.mjs'));
  }

  /** The files of this repository as they are, and a `.git` without a way to push. @param {string | undefined} token */
  checkout(token) {
    const { folder } = this;
    git(root, 'clone', '--quiet', '--shared', '--no-checkout', root, folder);
    git(folder, 'remote', 'set-url', 'origin', 'https://git.invalid/lake');
    spawnSync('cp', ['-al', `${filesOf(this.rehearsal.scratch, this.rehearsal.lends)}/.`, folder]);
    for (const name of this.rehearsal.lends ? LENT_LINKS : []) {
      if (existsSync(join(root, name))) symlinkSync(join(root, name), join(folder, name));
    }
    if (token !== undefined) git(folder, 'config', 'http.https://git.invalid/.extraheader', `AUTHORIZATION: ${token}`);
  }

  /** Whether the token of the job lies where every later step can read it. */
  get keepsCredentials() {
    const config = join(this.folder, '.git', 'config');
    return existsSync(config) && readFileSync(config, 'utf8').includes('AUTHORIZATION');
  }

  /** @param {string} text @param {string[]} shell options of bash @param {NodeJS.ProcessEnv} environment */
  run(text, shell, environment) {
    const { status } = spawnSync('bash', [...shell, '-c', text], {
      cwd: this.folder,
      env: {
        ...this.rehearsal.environment,
        ...environment,
        PATH: `${this.bin}:${process.env.PATH}`,
        REHEARSAL_NOT_RUN: this.notRun,
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return status === 0;
  }

  /** Commands that were asked for and not run. */
  get skipped() {
    return readFileSync(this.notRun, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  }

  /** What the whole folder of a stack would bring into its artifact. @param {string} folder */
  plant(folder) {
    const provider = join(folder, '.terraform', 'providers', 'terraform-provider-azurerm');
    mkdirSync(dirname(provider), { recursive: true });
    writeFileSync(provider, '#!/bin/sh\n', { mode: 0o755 });
  }

  /** @param {string} name @param {readonly string[]} patterns */
  wrap(name, patterns) {
    const real = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).stdout.trim();
    const cases = patterns.map((pattern) => pattern.replaceAll(' ', '\\ ')).join('|');
    this.script(
      name,
      `case "$*" in ${cases}) echo "${name} $*" >> "$REHEARSAL_NOT_RUN"; exit 0;; esac\nexec "${real}" "$@"`,
    );
  }

  /** @param {string} name @param {string} body */
  script(name, body) {
    const file = join(this.bin, name);
    writeFileSync(file, `#!/bin/bash\n${body}\n`);
    chmodSync(file, 0o755);
  }

  /** @param {string} name @param {string} program */
  link(name, program) {
    this.script(name, `exec "${process.execPath}" "${program}" "$@"`);
  }

  /** A file that steps append to. @param {string} name */
  file(name) {
    const path = join(this.home, name);
    appendFileSync(path, '');
    return path;
  }
}

/** One copy of this repository's files for all jobs, which link to it. @param {string} scratch @param {boolean} lends */
function filesOf(scratch, lends) {
  const copy = join(scratch, 'files');
  if (existsSync(copy)) return copy;
  mkdirSync(copy);
  const files = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
  const input = files.filter((name) => name !== '' && existsSync(join(root, name))).join('\0');
  spawnSync('xargs', ['-0', 'cp', '--parents', '-t', copy], { cwd: root, input });
  for (const name of lends ? LENT_COPIES : []) {
    if (existsSync(join(root, name))) cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  return copy;
}

/** @param {string} cwd @param {...string} args */
function git(cwd, ...args) {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}
