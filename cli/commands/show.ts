import type { Command } from 'commander';
import { activeRelease } from '../../delivery/run';
import { UserError } from '../../shared/errors';
import { counted } from '../../shared/plural';
import { suggest } from '../../shared/suggest';
import type { CliContext } from '../context';
import { openLocal } from '../open-target';
import { type Format, formatOption } from '../options';
import { renderJson, renderTable } from '../output';
import { askActive, renderRows, type Rows } from '../workbench';
import { parseLimit } from './preview';

interface Options {
  readonly limit: number;
  readonly withPersonal?: true;
  readonly format: Format;
}

interface Shown extends Rows {
  readonly table: string;
  readonly version: number;
  readonly total: number;
  readonly hidden: readonly string[];
  readonly declared: readonly {
    readonly name: string;
    readonly type: string;
    readonly required: boolean;
    readonly personal: boolean;
    readonly description: string;
  }[];
  readonly profile: readonly {
    readonly column: string;
    readonly nulls: number;
    readonly distinct: number;
    readonly least: string | null;
    readonly greatest: string | null;
  }[];
  readonly history: readonly { readonly version: number; readonly at: string; readonly operation: string }[];
}

export function addShow(program: Command, context: CliContext): void {
  program
    .command('show')
    .argument('<table>', 'for example gold.daily_metrics')
    .option('--limit <rows>', 'rows at most, up to 1000', parseLimit, 10)
    .option('--with-personal', 'show personal values that are not protected, too')
    .addOption(formatOption('table', 'json'))
    .action(async (table: string, { limit, withPersonal, format }: Options) => {
      await requireTable(context, table);
      const personal = withPersonal === true ? ['--with-personal'] : [];
      const args = ['show', '--name', table, '--limit', String(limit), ...personal];
      const shown = (await askActive(context, 'Show', args)) as Shown;
      context.terminal.result(format === 'json' ? renderJson(shown) : render(shown));
    });
}

/** @throws UserError before Spark starts */
async function requireTable(context: CliContext, table: string): Promise<void> {
  const target = openLocal(context);
  const { tables } = await target.releases.manifest(await activeRelease(target));
  const names = tables.map(({ name }): string => name);
  if (names.includes(table)) return;
  throw new UserError('unknown-table', `the active release has no table '${table}'`, suggest(table, names));
}

function render(shown: Shown): string {
  const { table, version, total, hidden, declared, profile, history } = shown;
  const measured = new Map(profile.map((row) => [row.column, row]));
  const columns = renderTable(
    [
      { title: 'column', value: ({ name }) => name },
      { title: 'type', value: ({ type }) => type },
      { title: 'empty', align: 'right', value: ({ name }) => String(measured.get(name)?.nulls ?? '-') },
      { title: 'distinct', align: 'right', value: ({ name }) => String(measured.get(name)?.distinct ?? '-') },
      { title: 'least', value: ({ name }) => measured.get(name)?.least ?? '' },
      { title: 'greatest', value: ({ name }) => measured.get(name)?.greatest ?? '' },
      { title: 'what it is', value: ({ description }) => description },
    ],
    declared,
  );
  const versions = history.map((one) => `  ${one.version}  ${one.at}  ${one.operation}\n`).join('');
  const secret = hidden.length === 0 ? '' : `\nPersonal and not protected, so hidden: ${hidden.join(', ')}.\n`;
  return `${table}, version ${version}, ${counted(total, 'row')}\n\n${columns}\n${renderRows(shown)}${secret}\nVersions:\n${versions}`;
}
