import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { compileManifest, serializeManifest } from '../../contracts/compile';
import type { TableContract } from '../../contracts/contract';
import { UserError } from '../../shared/errors';
import { tableGraph, upstreamOf } from '../../contracts/graph';
import { loadContracts } from '../../contracts/load';
import type { CliContext } from '../context';
import { requireSoundSql } from '../workbench';
import { addContractsAdopt } from './contracts-adopt';
import { addContractsPlan } from './contracts-plan';
import { type Format, formatOption } from '../options';
import { count, renderJson, renderTable } from '../output';

interface Options {
  readonly sql?: true;
  readonly contracts: string;
  readonly format: Format;
}

export function addContracts(program: Command, context: CliContext): void {
  const { repository, terminal } = context;
  const contracts = program.command('contracts');
  const folder = (): Option =>
    new Option('--contracts <folder>', 'folder of the ODCS files').default(join(repository, 'contracts', 'tables'));

  addContractsPlan(contracts, context);
  addContractsAdopt(contracts, context);
  contracts
    .command('validate')
    .description('check shape and meaning of every contract')
    .addOption(folder())
    .option('--sql', 'analyse the SQL of gold too, by Spark over the schemas of its inputs; no data is needed')
    .addOption(formatOption('table', 'json'))
    .action(async (options: Options) => {
      const tables = loadContracts(options.contracts);
      if (options.sql === true) await requireSoundSql(context);
      terminal.result(options.format === 'json' ? renderJson(tables.map(summaryOf)) : summaryTable(tables));
    });

  contracts
    .command('graph')
    .description('show which table feeds which')
    .addOption(folder())
    .addOption(formatOption('table', 'json'))
    .action((options: Options) => {
      const { levels, order, edges } = tableGraph(loadContracts(options.contracts));
      if (options.format === 'json') return terminal.result(renderJson({ order, levels, edges }));
      const inputsOf = (table: string): string =>
        edges.flatMap(({ from, to }) => (to === table ? [from] : [])).join(', ');
      const rows = levels.flatMap((tables, level) => tables.map((table) => ({ table, level: level + 1 })));
      terminal.result(
        renderTable(
          [
            { title: 'step', align: 'right', value: ({ level }) => String(level) },
            { title: 'table', value: ({ table }) => table },
            { title: 'reads', value: ({ table }) => inputsOf(table) },
          ],
          rows,
        ),
      );
    });

  contracts
    .command('compile')
    .description('print the manifest that the Spark jobs read')
    .addOption(folder())
    .action((options: Pick<Options, 'contracts'>) => {
      terminal.result(serializeManifest(compileManifest(loadContracts(options.contracts), readSql(repository))));
    });
}

function readSql(repository: string): (path: string) => string {
  return (path) => {
    const file = join(repository, 'pipelines', 'sql', path);
    try {
      return readFileSync(file, 'utf8');
    } catch {
      throw new UserError(
        'sql-file-unreadable',
        `the SQL file '${file}' cannot be read`,
        'Write it, or name another one in the contract.',
      );
    }
  };
}

function summaryOf(contract: TableContract) {
  const { name, version, columns, rules, owner, file } = contract;
  const personal = columns.filter(({ pii }) => pii !== undefined).length;
  const [columnCount, ruleCount] = [columns.length, rules.length];
  return { name, version, columns: columnCount, rules: ruleCount, personal, reads: upstreamOf(contract), owner, file };
}

function summaryTable(tables: readonly TableContract[]): string {
  return renderTable(
    [
      { title: 'table', value: ({ name }) => name },
      { title: 'version', value: ({ version }) => version },
      { title: 'columns', align: 'right', value: ({ columns }) => count(columns) },
      { title: 'personal', align: 'right', value: ({ personal }) => count(personal) },
      { title: 'rules', align: 'right', value: ({ rules }) => count(rules) },
      { title: 'owner', value: ({ owner }) => owner },
      { title: 'file', value: ({ file }) => file },
    ],
    tables.map(summaryOf),
  );
}
