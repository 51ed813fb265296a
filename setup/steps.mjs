/** The steps of set-up. Each knows what it depends on, so that a step whose input did not change is skipped. */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { haveJars, installJars } from './jars.mjs';
import { root, setupHome, venvPython } from './paths.mjs';
import { findPython } from './requirements.mjs';
import { run } from './run.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {'packages' | 'engine'} needs what it is for
 * @property {() => string} fingerprint changes exactly when the step must run again
 * @property {() => boolean} present whether its result stands, as far as a look can tell
 * @property {() => Promise<void>} install
 */

/** @type {readonly Step[]} */
export const steps = [
  {
    name: 'npm packages',
    needs: 'packages',
    fingerprint: () => digest(['package-lock.json', '.npmrc'], process.versions.modules),
    present: () => existsSync(join(root, 'node_modules', '.package-lock.json')),
    install: installPackages,
  },
  {
    name: 'Python environment',
    needs: 'engine',
    fingerprint: () => digest(['pipelines/requirements.lock']),
    present: () => existsSync(venvPython),
    install: installPython,
  },
  {
    name: 'Delta jars',
    needs: 'engine',
    fingerprint: () => digest(['setup/jars.json']),
    present: () => haveJars('jars'),
    install: () => installJars('jars'),
  },
  {
    name: 'TypeScript build',
    needs: 'packages',
    fingerprint: () => digest(['package-lock.json', 'tsconfig.json', ...sources()]),
    present: () => existsSync(join(root, 'dist', 'cli', 'main.js')),
    install: () =>
      run('TypeScript build', process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']),
  },
];

/** `npm ci` empties the folder it installs into: through a link that would be somebody else's. */
async function installPackages() {
  const folder = join(root, 'node_modules');
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found?.isSymbolicLink() === true) {
    throw new SetupError(
      'packages-linked',
      `${folder} is a link to ${readlinkSync(folder)}, and does not hold the packages of package-lock.json: npm would empty that folder`,
      `Remove the link (\`rm ${folder}\`) and run the command again, or install where the link leads.`,
    );
  }
  await run('npm packages', 'npm', ['ci', '--no-audit', '--no-fund']);
}

/** pip builds pyspark from source: with these from the lock first, the build itself resolves nothing. */
const BUILD_TOOLS = ['setuptools', 'wheel'];

async function installPython() {
  const python = findPython();
  if (python === undefined)
    throw new SetupError('program-not-found', 'Python 3.11 is not there any more', 'Run `npx medallion doctor`.');
  const lock = join(root, 'pipelines', 'requirements.lock');
  const venv = join(setupHome, 'venv');
  const begun = join(setupHome, 'venv-begun');
  const fingerprint = digest(['pipelines/requirements.lock'], python.version);
  // An interrupted installation of the same lock goes on where it stopped; any other environment is made anew.
  if (!existsSync(venvPython) || !existsSync(begun) || readFileSync(begun, 'utf8') !== fingerprint) {
    rmSync(venv, { recursive: true, force: true });
    writeFileSync(begun, fingerprint);
    await run('Python environment', python.command, ['-m', 'venv', venv]);
  }
  const buildLock = join(setupHome, 'build-tools.lock');
  writeFileSync(buildLock, lockedBlocks(readFileSync(lock, 'utf8'), BUILD_TOOLS));
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--require-hashes', '--no-deps'];
  await run('Python environment', venvPython, [...install, '-r', buildLock]);
  await run('Python environment', venvPython, [...install, '--no-build-isolation', '-r', lock]);
}

/** @param {string} lock @param {string[]} names */
function lockedBlocks(lock, names) {
  const blocks = lock.split(/\n(?=[a-z0-9])/i);
  return blocks.filter((block) => names.some((name) => block.startsWith(`${name}==`))).join('\n') + '\n';
}

/** Every file the TypeScript build reads, apart from node_modules. */
function sources() {
  const { include } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  return include
    .flatMap((/** @type {string} */ entry) => {
      if (entry.endsWith('.ts')) return existsSync(join(root, entry)) ? [entry] : [];
      if (!existsSync(join(root, entry))) return [];
      return readdirSync(join(root, entry), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(ts|json)$/.test(file))
        .map((file) => `${entry}/${file.replaceAll('\\', '/')}`);
    })
    .sort();
}

/** @param {string[]} files @param {string[]} extra */
function digest(files, ...extra) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  for (const text of extra) hash.update(text).update('\0');
  return hash.digest('hex');
}
