import { existsSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { type Draft, draftContract } from '../../contracts/draft';
import { personalCategory } from '../../contracts/personal-names';
import { UserError } from '../../shared/errors';
import { counted } from '../../shared/plural';
import { parseContracts } from '../../contracts/load';
import { createFile } from '../../delivery/files';
import { adopt, type FolderProfile } from '../../delivery/adoption';
import type { CliContext } from '../context';
import { openTarget } from '../open-target';
import { runJob } from '../job-phase';
import { type Format, formatOption, parseList, type TargetChoice, withTarget } from '../options';
import { count, renderJson, renderTable } from '../output';

interface Options extends TargetChoice {
  readonly as: string;
  readonly system: string;
  readonly owner: string;
  readonly key: readonly string[];
  readonly write?: true;
  readonly format: Format;
}

const NAME = /^[a-z][a-z0-9_]*$/;

export function addImport(program: Command, context: CliContext): void {
  withTarget(program.command('import'), context)
    .argument('<folder>', 'path or URI of the folder of one table')
    .requiredOption('--as <table>', 'name of the bronze table to be')
    .option('--system <name>', 'system that the data comes from', 'legacy')
    .option('--owner <team>', 'team that answers for it', 'unknown')
    .option('--key <columns>', 'columns that tell rows apart, comma-separated (default: found)', parseList, [])
    .option('--write', 'write the contract and deliver the files; otherwise only show what would be')
    .addOption(formatOption('table', 'json'))
    .action(async (folder: string, { as: name, system, owner, key, write, format, ...choice }: Options) => {
      const table = name.replace(/^bronze\./, '');
      for (const [what, value] of [
        ['--as', table],
        ['--system', system],
      ] as const) {
        if (!NAME.test(value))
          throw new UserError('invalid-name', `${what} is '${value}'`, 'Use lower-case letters, digits and _.');
      }
      const file = join('bronze', `${table}.odcs.yaml`);
      const destination = join(context.repository, 'contracts', 'tables', file);
      if (existsSync(destination)) throw existsAlready(destination);
      const target = openTarget(context, choice);
      const path = `${system}/${table}`;
      const look = (more: { readonly path?: string }) =>
        runJob(context.terminal, more.path === undefined ? 'Look' : 'Deliver', (onLog) =>
          adopt(target, uriOf(folder), { key, ...more, onLog }),
        );
      const profile = await look({});
      if (profile.key.length === 0) {
        throw new UserError(
          'key-not-found',
          `no column of '${folder}' alone tells its rows apart`,
          `Name the key with --key, of: ${profile.columns.map((column) => column.name).join(', ')}.`,
        );
      }
      const contract = draftContract(draftOf(profile, { table, system, owner, path }));
      // A draft that our own reader refuses would be no draft.
      parseContracts([{ file, text: contract }]);
      if (write === true) {
        await look({ path });
        if (!createFile(destination, contract)) throw existsAlready(destination);
      }
      const where = relative(context.repository, destination);
      context.terminal.result(
        format === 'json'
          ? renderJson({ profile, contract, file: where, written: write === true })
          : render(profile, contract, where, write === true),
      );
    });
}

function existsAlready(file: string): UserError {
  return new UserError('file-exists', `${file} exists already`, 'Choose another name with --as.');
}

function draftOf(profile: FolderProfile, about: Pick<Draft, 'table' | 'system' | 'owner' | 'path'>): Draft {
  return {
    ...about,
    format: profile.format === 'csv' ? 'csv' : 'parquet',
    columns: profile.columns.flatMap(({ name, type, nulls }) =>
      type === null ? [] : [{ name, type, required: nulls === 0 && profile.rows > 0 }],
    ),
    keys: profile.key,
  };
}

function uriOf(folder: string): string {
  if (folder.includes('://')) return folder;
  const path = isAbsolute(folder) ? folder : resolve(folder);
  if (!existsSync(path))
    throw new UserError('folder-not-found', `the folder '${path}' does not exist`, 'Name the folder of one table.');
  return decodeURI(pathToFileURL(path).href);
}

function render(profile: FolderProfile, contract: string, file: string, written: boolean): string {
  const columns = renderTable(
    [
      { title: 'column', value: ({ name }) => name },
      { title: 'found', value: ({ found }) => found },
      { title: 'contract', value: ({ type }) => type ?? '-' },
      { title: 'empty', align: 'right', value: ({ nulls }) => count(nulls) },
      { title: 'personal', value: ({ name }) => personalCategory(name) ?? '' },
    ],
    profile.columns,
  );
  const misfits = profile.misfits.map(({ code, message }) => `does not fit (${code}): ${message}`);
  const told = written
    ? `${file} is written and the files are delivered: complete the contract, then package, promote and run.`
    : `${file} would be:\n\n${contract}\nRun it again with --write to write it and to deliver the files.`;
  return [
    `${counted(profile.rows, 'row')} of ${profile.format} in ${counted(profile.files, 'file')}, ${counted(profile.bytes, 'byte')}`,
    '',
    columns,
    ...misfits,
    told,
    '',
  ].join('\n');
}
