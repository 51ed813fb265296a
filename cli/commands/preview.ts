import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { loadContracts } from '../../contracts/load';
import { counted } from '../../shared/plural';
import { UserError } from '../../shared/errors';
import { suggest } from '../../shared/suggest';
import type { CliContext } from '../context';
import { type Format, formatOption } from '../options';
import { renderJson } from '../output';
import { askWorkingTree, isSqlFile, renderRows, type Rows } from '../workbench';

interface Options {
  readonly limit: number;
  readonly diff?: true;
  readonly format: Format;
}

interface Preview extends Rows {
  /** Differing rows by column; null where the table was never written, absent where nobody asked. */
  readonly difference?: Readonly<Record<string, number>> | null;
}

const MOST_ROWS = 1000;

export function addPreview(program: Command, context: CliContext): void {
  program
    .command('preview')
    .argument('<table>', 'a gold table, or a file of SQL with one SELECT over tables of the lake')
    .option('--limit <rows>', `rows at most, up to ${MOST_ROWS}`, parseLimit, 20)
    .option('--diff', 'in how many rows each column differs from the live table')
    .addOption(formatOption('table', 'json'))
    .action(async (name: string, { limit, diff, format }: Options) => {
      const isFile = isSqlFile(name);
      if (isFile && diff === true) {
        throw new UserError(
          'conflicting-options',
          '--diff needs a gold table to compare with',
          'Name the table, or leave out --diff.',
        );
      }
      const what = isFile ? ['--file', resolve(name)] : ['--name', goldTable(context, name)];
      const args = ['preview', ...what, '--limit', String(limit), ...(diff === true ? ['--diff'] : [])];
      const found = (await askWorkingTree(context, 'Preview', args)) as Preview;
      context.terminal.result(format === 'json' ? renderJson(found) : render(found));
    });
}

export function parseLimit(text: string): number {
  const rows = Number(text);
  if (Number.isInteger(rows) && rows >= 1 && rows <= MOST_ROWS) return rows;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${MOST_ROWS}.`);
}

/** @throws UserError before Spark starts */
function goldTable({ repository }: CliContext, name: string): string {
  const names = loadContracts(join(repository, 'contracts', 'tables'))
    .filter(({ layer }) => layer === 'gold')
    .map((contract): string => contract.name);
  if (names.includes(name)) return name;
  throw new UserError('unknown-table', `there is no gold table and no file of SQL '${name}'`, suggest(name, names));
}

function render(found: Preview): string {
  const rows = `${renderRows(found)}\n${counted(found.rows.length, 'row')} shown.\n`;
  const { difference } = found;
  if (difference === undefined) return rows;
  if (difference === null) return `${rows}The table was never written: there is nothing to compare with.\n`;
  const columns = Object.entries(difference);
  if (columns.length === 0) return `${rows}Equal to the live table, in every row.\n`;
  return `${rows}Against the live table:\n${columns.map(([name, number]) => `  ${name} differs in ${counted(number, 'row')}\n`).join('')}`;
}
