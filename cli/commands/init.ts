import { existsSync, mkdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { type Command, Option } from 'commander';
import { UserError } from '../../shared/errors';
import { counted } from '../../shared/plural';
import { runChild } from '../child';
import type { CliContext } from '../context';
import { projectFiles } from '../init/files';
import { checkName, checkRegion, nameFrom, PIPELINES, type ProjectOptions, SAMPLES } from '../init/options';
import { fileSpec, packageSpec, requireEmpty, writeProject } from '../init/place';
import { type Format, formatOption } from '../options';
import { renderJson } from '../output';
import { Progress } from '../progress';

interface Options extends Partial<ProjectOptions> {
  readonly package?: string;
  readonly install: boolean;
  readonly format: Format;
}

export function addInit(program: Command, context: CliContext): void {
  program
    .command('init')
    .argument('[folder]', 'where (default: here)', '.')
    .option('--name <name>', 'name of the project (default: that of the folder)', checkName)
    .option('--region <name>', 'Azure region (default: eastus)', checkRegion)
    .addOption(new Option('--sample <name>', 'tables to begin with: retail has nine, crm one a layer').choices(SAMPLES))
    .addOption(new Option('--pipeline <name>', 'workflows to write').choices(PIPELINES))
    .option(
      '--package <spec>',
      'where npm finds medallion: a version, or a tarball (default: where this one came from)',
    )
    .option('--no-install', 'write the files only')
    .addOption(formatOption('table', 'json'))
    .action(async (where: string, options: Options) => {
      const folder = resolve(where);
      requireEmpty(folder);
      const spec = specOf(context.engine, folder, options.package);
      const chosen = await choices(context, folder, options);
      const files = projectFiles(context.engine, chosen, spec);
      makeFolder(folder);
      writeProject(folder, files);
      if (options.install) await install(context, folder);
      const said = { folder, ...chosen, package: spec, files: [...files.keys()], installed: options.install };
      context.terminal.result(
        options.format === 'json' ? renderJson(said) : nextSteps(folder, chosen, files.size, options),
      );
    });
}

function specOf(engine: string, folder: string, given: string | undefined): string {
  if (given !== undefined) {
    if (!/\.tgz$/.test(given)) return given;
    if (existsSync(given)) return fileSpec(resolve(given), folder);
    throw new UserError('package-not-found', `'${given}' does not exist`, 'Give the file that `npm pack` wrote.');
  }
  const found = packageSpec(engine, folder);
  if (found !== undefined) return found;
  throw new UserError(
    'package-unknown',
    'this is a clone: npm would not find the package of the new project',
    'Run `npm pack` here, and give the file: --package medallion-<version>.tgz.',
  );
}

/** What no flag says is asked where somebody can answer, and else as it usually is. */
async function choices({ terminal }: CliContext, folder: string, given: Options): Promise<ProjectOptions> {
  const usual = { name: nameFrom(basename(folder)), region: 'eastus', sample: 'retail', pipeline: 'github' } as const;
  const isAsked = terminal.interactive && process.stdin.isTTY;
  const lines = isAsked ? createInterface({ input: process.stdin, output: process.stderr }) : undefined;
  const ask = async (what: string, fallback: string): Promise<string> => {
    const answer = (await lines?.question(`${what} (${fallback}): `))?.trim() ?? '';
    return answer === '' ? fallback : answer;
  };
  try {
    return {
      name: given.name ?? checkName(await ask('Name of the project', usual.name)),
      region: given.region ?? checkRegion(await ask('Azure region', usual.region)),
      sample: given.sample ?? oneOf(SAMPLES, await ask(`Sample, ${SAMPLES.join(' or ')}`, usual.sample)),
      pipeline: given.pipeline ?? oneOf(PIPELINES, await ask(`Workflows, ${PIPELINES.join(', ')}`, usual.pipeline)),
    };
  } finally {
    lines?.close();
  }
}

function oneOf<T extends string>(allowed: readonly T[], answer: string): T {
  const found = allowed.find((one) => one === answer);
  if (found !== undefined) return found;
  throw new UserError('unknown-answer', `'${answer}' is none of the choices`, `Give one of: ${allowed.join(', ')}.`);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError('folder-not-writable', `'${folder}' cannot be made: ${reason}`, 'Name another folder.');
  }
}

async function install({ terminal }: CliContext, folder: string): Promise<void> {
  await new Progress(terminal, 1).phase(
    'npm packages',
    ({ status }) =>
      runChild('npm install', {
        command: 'npm',
        args: ['install', '--no-audit', '--no-fund', '--prefer-offline'],
        cwd: folder,
        environment: process.env,
        onLine: status,
      }),
    () => 'installed',
  );
}

function nextSteps(
  folder: string,
  { name, sample }: ProjectOptions,
  files: number,
  { install: installed }: Options,
): string {
  const here = relative(process.cwd(), folder);
  const steps = [
    ...(here === '' ? [] : [`cd ${here}`]),
    ...(installed ? [] : ['npm install']),
    'npm test',
    'npm start',
  ];
  const readme = join(here, 'README.md');
  return `${name} is written (${counted(files, 'file')}, sample ${sample}). Next:\n${steps.map((step) => `  ${step}\n`).join('')}${readme} says where things stand.\n`;
}
