import type { Command } from 'commander';
import { replay, type ReplayOutcome } from '../../delivery/replay';
import type { CliContext } from '../context';
import { runJob } from '../job-phase';
import { openTarget } from '../open-target';
import { type Format, formatOption, parseList, type TargetChoice, withTarget } from '../options';
import { count, renderJson, renderTable } from '../output';

interface Options extends TargetChoice {
  readonly tables?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly dryRun?: boolean;
  readonly format: Format;
}

export function addReplay(program: Command, context: CliContext): void {
  withTarget(program.command('replay'), context)
    .option('--tables <names>', 'comma-separated bronze tables (default: all)', parseList)
    .option('--since <moment>', 'only rows set aside at this moment or later (ISO 8601, UTC)')
    .option('--until <moment>', 'only rows set aside before this moment (ISO 8601, UTC)')
    .option('--dry-run', 'count, and write nothing')
    .addOption(formatOption('table', 'json'))
    .action(async ({ tables, since, until, dryRun = false, format, ...choice }: Options) => {
      const done = await runJob(context.terminal, 'Replay', (onLog) =>
        replay(openTarget(context, choice), {
          onLog,
          dryRun,
          ...(tables === undefined ? {} : { tables }),
          ...(since === undefined ? {} : { since }),
          ...(until === undefined ? {} : { until }),
        }),
      );
      context.terminal.result(format === 'json' ? renderJson({ dryRun, ...done }) : render(done.tables));
    });
}

function render(outcomes: readonly ReplayOutcome[]): string {
  return renderTable(
    [
      { title: 'table', value: ({ table }) => table },
      { title: 'looked at', align: 'right', value: ({ looked_at: rows }) => count(rows) },
      { title: 'accepted', align: 'right', value: ({ accepted }) => count(accepted) },
      { title: 'still failing', align: 'right', value: ({ still_failing: rows }) => count(rows) },
      { title: 'unreadable', align: 'right', value: ({ unreadable }) => count(unreadable) },
      { title: 'reasons', value: ({ reasons }) => reasonsOf(reasons) },
    ],
    outcomes,
  );
}

function reasonsOf(reasons: Readonly<Record<string, number>>): string {
  const told = Object.entries(reasons).sort(([, one], [, other]) => other - one);
  return told.map(([reason, rows]) => `${reason} ${count(rows)}`).join(', ') || '-';
}
