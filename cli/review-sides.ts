/** Both sides of a review, brought to the form that the pure comparison reads. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TableContract } from '../contracts/contract';
import { UserError } from '../shared/errors';
import { loadContracts } from '../contracts/load';
import { estimateEnvironment } from '../finops/estimate';
import { priceSheetOrEmpty } from '../finops/load-price-sheet';
import type { UsageProfile } from '../environments/usage';
import { evaluatePolicies } from '../policies/engine';
import { loadStacks } from '../synthesized/load-stacks';
import type { Waiver } from '../policies/waivers';
import type { Side } from '../review/review';
import type { Rule } from '../policies/rule';
import { runChild } from './child';
import type { CliContext } from './context';
import { environmentsOf, waiversOf } from './project';
import { isThePackage, synthesize } from './synthesize';

/** What an environment states about itself, as far as a price depends on it. */
interface Usage {
  readonly name: string;
  readonly location: string;
  readonly usage: UsageProfile;
}

/** The working tree as it is now. */
export async function workingTree(context: CliContext, rules: readonly Rule[]): Promise<Side> {
  const output = join(context.repository, '.medallion', 'review', 'working-tree');
  rmSync(output, { recursive: true, force: true });
  await synthesize(context.repository, output);
  const contracts = loadContracts(join(context.repository, 'contracts', 'tables'));
  const { environments } = context.lakeEnvironments();
  return readSide(context, 'the working tree', output, contracts, environments, rules, waiversOf(context.repository));
}

/**
 * What to compare with: a folder that a synthesis wrote, or a Git reference, which is built once and kept by its commit.
 *
 * @param head gives contracts and usage where a folder holds only synthesized stacks
 * @throws UserError when `base` is neither, or does not build
 */
export async function baseOf(context: CliContext, base: string, head: Side): Promise<Side> {
  const { rules } = head.policies;
  if (existsSync(join(base, 'manifest.json'))) {
    const { environments } = context.lakeEnvironments();
    return readSide(context, base, resolve(base), head.contracts, environments, rules, []);
  }
  const built = await build(context, commitOf(context, base));
  const usage = JSON.parse(readFileSync(join(built, 'usage.json'), 'utf8')) as readonly Usage[];
  const contracts = loadContracts(join(built, 'tables'));
  return readSide(context, base, join(built, 'cdktf.out'), contracts, usage, rules, []);
}

function readSide(
  { today }: CliContext,
  name: string,
  output: string,
  contracts: readonly TableContract[],
  usages: readonly Usage[],
  rules: readonly Rule[],
  waivers: readonly Waiver[],
): Side {
  const stacks = loadStacks(output);
  const estimates = usages.flatMap(({ name: environment, location, usage }) => {
    const own = stacks.filter((stack) => stack.environment === environment);
    return own.length === 0 ? [] : [estimateEnvironment(own, usage, priceSheetOrEmpty(location), { contracts })];
  });
  return { name, stacks, contracts, estimates, policies: evaluatePolicies(stacks, rules, waivers, today) };
}

function commitOf({ repository }: CliContext, reference: string): string {
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`];
    return execFileSync('git', args, { cwd: repository, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    throw new UserError(
      'unknown-review-side',
      `'${reference}' is neither a commit of this repository nor a folder that a synthesis wrote`,
      'Give a branch, a tag, a commit, or the folder that `npx cdktf synth` wrote.',
    );
  }
}

/** Exports, compiles and synthesizes one commit. A folder named by the commit appears only when all of it worked. */
async function build({ repository }: CliContext, commit: string): Promise<string> {
  const cache = join(repository, '.medallion', 'review');
  const done = join(cache, commit);
  if (existsSync(done)) return done;
  const checkout = join(cache, `${commit}-checkout`);
  const partial = join(cache, `${commit}-partial`);
  for (const folder of [checkout, partial]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  const archive = join(cache, `${commit}.tar`);
  execFileSync('git', ['archive', '--format=tar', '-o', archive, commit], { cwd: repository });
  execFileSync('tar', ['-xf', archive, '-C', checkout]);
  await installPackages(repository, checkout);
  if (isThePackage(checkout)) {
    await runChild(`the build of ${commit}`, {
      command: process.execPath,
      args: [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.json'],
      cwd: checkout,
      environment: process.env,
      onLine: () => undefined,
    });
  }
  await synthesize(checkout, join(partial, 'cdktf.out'));
  cpSync(join(checkout, 'contracts', 'tables'), join(partial, 'tables'), { recursive: true });
  writeFileSync(join(partial, 'usage.json'), JSON.stringify(await usageOf(checkout)));
  renameSync(partial, done);
  rmSync(checkout, { recursive: true, force: true });
  rmSync(archive);
  return done;
}

/** The same lock file means the same packages: then those of this checkout serve. */
async function installPackages(repository: string, checkout: string): Promise<void> {
  const lockOf = (folder: string): string => {
    const file = join(folder, 'package-lock.json');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  if (lockOf(repository) === lockOf(checkout)) {
    symlinkSync(join(repository, 'node_modules'), join(checkout, 'node_modules'), 'junction');
    return;
  }
  await runChild('the packages of the base', {
    command: 'npm',
    args: ['ci', '--ignore-scripts', '--no-audit', '--no-fund'],
    cwd: checkout,
    environment: process.env,
    onLine: () => undefined,
  });
}

async function usageOf(checkout: string): Promise<readonly Usage[]> {
  const { environments } = isThePackage(checkout)
    ? ((await import(pathToFileURL(join(checkout, 'dist', 'environments', 'index.js')).href)) as {
        readonly environments: readonly Usage[];
      })
    : environmentsOf(checkout);
  return environments.map(({ name, location, usage }) => ({ name, location, usage }));
}
