import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Option, type Command } from 'commander';
import { type Adoption, type AdoptedTable, adoptContract } from '../../contracts/adopt/adopt';
import { FILE_FORMATS, type FileFormat } from '../../contracts/source';
import { UserError } from '../../shared/errors';
import type { CliContext } from '../context';
import { type Format, formatOption } from '../options';
import { renderJson, renderTable } from '../output';

interface Options {
  readonly system?: string;
  readonly files?: FileFormat;
  readonly write?: true;
  readonly format: Format;
}

/** `adopt`, below `contracts`. */
export function addContractsAdopt(contracts: Command, { repository, terminal }: CliContext): void {
  contracts
    .command('adopt')
    .description('make drafts of bronze tables from an ODCS file that was written elsewhere')
    .argument('<file>', 'the ODCS file, of version 2 or 3')
    .option('--system <name>', 'system that delivers the tables (default: the domain of the contract)')
    .addOption(
      new Option('--files <format>', 'what is delivered (default: as servers say, or parquet)').choices(FILE_FORMATS),
    )
    .option('--write', 'write the drafts into the folder of contracts; otherwise only show them')
    .addOption(formatOption('table', 'json'))
    .action((file: string, { system, files, write, format }: Options) => {
      const adoption = adoptContract(basename(file), textOf(file), {
        ...(system === undefined ? {} : { system }),
        ...(files === undefined ? {} : { format: files }),
      });
      if (write === true) writeDrafts(adoption.tables, join(repository, 'contracts', 'tables'));
      terminal.result(
        format === 'json'
          ? renderJson({ schemaVersion: 1, ...adoption, written: write === true })
          : page(adoption, write === true),
      );
    });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UserError('contract-not-found', `the file '${file}' cannot be read`, 'Name an ODCS file.');
  }
}

/** All of them, or none. */
function writeDrafts(tables: readonly AdoptedTable[], folder: string): void {
  const there = tables.map(({ file }) => join(folder, file)).filter((path) => existsSync(path));
  if (there.length > 0) {
    throw new UserError(
      'file-exists',
      `${there.join(', ')} ${there.length === 1 ? 'exists' : 'exist'} already; nothing was written`,
      'Rename the tables in the file, or remove the contracts.',
    );
  }
  for (const { file, text } of tables) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text, { flag: 'wx' });
  }
}

function page({ tables, losses }: Adoption, written: boolean): string {
  const lost = renderTable(
    [
      { title: 'where', value: ({ at }) => at },
      { title: 'not converted', value: ({ what }) => what },
      { title: 'to do', value: ({ remedy }) => remedy },
    ],
    losses,
  );
  const open = tables.flatMap(({ open: findings }) =>
    findings.map(({ file, line, message, remedy }) => `  ${file}:${line}: ${message}. ${remedy}`),
  );
  const drafts = tables.map(({ file, text }) => (written ? `${file} is written.` : `${file} would be:\n\n${text}`));
  return [
    ...drafts,
    '',
    lost,
    ...(open.length === 0 ? [] : ['To decide before the drafts are valid:', ...open, '']),
    written
      ? 'Complete the drafts, then run `npx medallion contracts validate`.'
      : 'Run it again with --write to write the drafts.',
    '',
  ].join('\n');
}
