import type { Command } from 'commander';
import { debugRun } from '../../delivery/debug';
import { type FailedCheck, type RunDetail, type TableDetail } from '../../delivery/run-events';
import { counted } from '../../shared/plural';
import type { CliContext } from '../context';
import { runJob } from '../job-phase';
import { openTarget } from '../open-target';
import { type Format, formatOption, type TargetChoice, withTarget } from '../options';
import { type PrintedColumn, count, fixed, renderJson, renderTable } from '../output';

interface Options extends TargetChoice {
  readonly run?: string;
  readonly query?: string;
  readonly format: Format;
}

export function addDebug(program: Command, context: CliContext): void {
  withTarget(program.command('debug'), context)
    .option('--run <id>', 'id of the run (default: the last that changed something)')
    .option('--query <sql>', 'SELECT over the tables as they were when the run had ended')
    .addOption(formatOption('table', 'json'))
    .action(async ({ run, query, format, ...choice }: Options) => {
      const detail = await runJob(context.terminal, 'Debug', () =>
        debugRun(openTarget(context, choice), {
          ...(run === undefined ? {} : { runId: run }),
          ...(query === undefined ? {} : { query }),
        }),
      );
      context.terminal.result(format === 'json' ? renderJson(detail) : renderDebug(detail));
    });
}

export function renderDebug(detail: RunDetail): string {
  const { runId, releaseId, startedAt, tables, versions, result } = detail;
  if (result !== undefined) {
    const columns = result.columns.map((title): PrintedColumn<Readonly<Record<string, unknown>>> => ({
      title,
      value: (row) => shown(row[title]),
    }));
    return `${renderTable(columns, result.rows)}\n${counted(result.rows.length, 'row')}, as of run ${runId}\n`;
  }
  const problems = tables.flatMap((table) => [
    ...(table.error === null ? [] : [`${table.table}: ${table.error.message} (${table.error.code})`]),
    ...table.checks.map((check) => `${table.table}: ${describe(check)}`),
  ]);
  return [
    `run ${runId} of release ${releaseId}, ${startedAt}\n`,
    renderTable([...COLUMNS], tables),
    problems.length === 0 ? '\nNothing failed.\n' : `\n${problems.join('\n')}\n`,
    '\nThe lake as it was then:\n',
    ...versions.map(({ statement }) => `  ${statement};\n`),
  ].join('');
}

function describe({ checkId, severity, failed, evaluated, passed, value, expectation }: FailedCheck): string {
  if (value !== null) return `${severity} ${checkId} is ${String(value)}, expected ${expectation ?? ''}`;
  const verdict = passed ? 'set aside or counted' : 'failed';
  return `${severity} ${checkId}: ${count(failed)} of ${counted(evaluated, 'row')} ${verdict}`;
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const COLUMNS: readonly PrintedColumn<TableDetail>[] = [
  { title: 'table', value: ({ table }) => table },
  { title: 'status', value: ({ status }) => status },
  {
    title: 'read',
    value: ({ read }) =>
      Object.entries(read)
        .map(([name, version]) => `${name} v${version}`)
        .join(', '),
  },
  { title: 'written', align: 'right', value: ({ written }) => (written < 0 ? '-' : `v${written}`) },
  { title: 'rows in', align: 'right', value: ({ rowsIn }) => count(rowsIn) },
  { title: 'accepted', align: 'right', value: ({ accepted }) => count(accepted) },
  { title: 'quarantined', align: 'right', value: ({ quarantined }) => count(quarantined) },
  { title: 'seconds', align: 'right', value: ({ seconds }) => fixed(seconds) },
];
