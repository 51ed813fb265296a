import { join } from 'node:path';
import type { Command } from 'commander';
import { accept } from '../../contracts/accepted';
import { evolutionsBetween, type Evolution } from '../../contracts/evolve';
import { tableSize, type TableSize } from '../../delivery/targets/local/table-size';
import { counted } from '../../shared/plural';
import { contractsIn, contractsOf, liveContracts } from '../contract-sides';
import type { CliContext } from '../context';
import { type Format, formatOption } from '../options';
import { count, renderJson, renderTable } from '../output';

interface PlanOptions {
  readonly from?: string;
  readonly to?: string;
  readonly format: Format;
}

interface PlannedTable extends Evolution {
  readonly accepted: boolean;
  /** Of the table on this machine; null where there is none, or its log does not say. */
  readonly size: TableSize | null;
}

/** `plan` and `accept`, below `contracts`. */
export function addContractsPlan(contracts: Command, context: CliContext): void {
  contracts
    .command('plan')
    .description('what a change of contracts means for tables that have rows')
    .option('--from <state>', 'commit, or folder of a release (default: what is live on this machine)')
    .option('--to <state>', 'commit, or folder of a release (default: the working tree)')
    .addOption(formatOption('table', 'json'))
    .action(({ from, to, format }: PlanOptions) => {
      const before = from === undefined ? liveContracts(context) : contractsOf(context, from);
      const after = to === undefined ? contractsIn(context.repository, 'the working tree') : contractsOf(context, to);
      const accepted = new Set((after.manifest.acceptedEvolutions ?? []).map(({ code }) => code));
      const tables = evolutionsBetween(before.manifest, after.manifest).map((evolution): PlannedTable => ({
        ...evolution,
        accepted: accepted.has(evolution.code),
        size: tableSize(join(context.layout.lake, ...evolution.table.split('.'))) ?? null,
      }));
      const [names, sized] = [{ from: before.name, to: after.name }, tables.filter(({ size }) => size !== null).length];
      context.terminal.result(
        format === 'json'
          ? renderJson({ schemaVersion: 1, ...names, tables, sized, notDerived: ['minutes', 'dollars'] })
          : pageOf(names, tables, sized),
      );
      const waits = tables.some(({ kind, accepted: is }) => kind === 'impossible' || (kind === 'decision' && !is));
      if (waits) context.exitWith(1);
    });

  contracts
    .command('accept')
    .description('accept one change of a table that has rows, as plan or a refused run names it')
    .argument('<table>', 'for example silver.users')
    .argument('<code>', 'the change')
    .addOption(formatOption('table', 'json'))
    .action((table: string, code: string, { format }: { readonly format: Format }) => {
      const file = accept(context.repository, table, code);
      const text = `${table} ${code} is accepted in ${file}: commit it with the contract.\n`;
      context.terminal.result(format === 'json' ? renderJson({ table, code, file }) : text);
    });
}

function pageOf(
  { from, to }: { readonly from: string; readonly to: string },
  tables: readonly PlannedTable[],
  sized: number,
): string {
  if (tables.length === 0) return `From ${from} to ${to} no table with rows changes.\n`;
  const page = renderTable<PlannedTable>(
    [
      { title: 'table', value: ({ table }) => table },
      { title: 'kind', value: ({ kind, accepted }) => (kind === 'decision' && accepted ? 'decision, accepted' : kind) },
      { title: 'rows', align: 'right', value: ({ size }) => (size === null ? '?' : count(size.rows)) },
      { title: 'bytes', align: 'right', value: ({ size }) => (size === null ? '?' : count(size.bytes)) },
      { title: 'code', value: ({ code }) => code },
      { title: 'why', value: ({ changes }) => changes.map(({ message }) => message).join('; ') },
    ],
    tables,
  );
  return [
    `From ${from} to ${to}:`,
    '',
    page,
    `Rows and bytes are of ${sized} of ${counted(tables.length, 'table')}; minutes and dollars of none: no run has measured them.`,
    'An added column of bronze is a rebuild if its values were rescued: a run looks, this plan does not.',
    '',
  ].join('\n');
}
