import type { Command } from 'commander';
import { applyRetention, type RetentionOutcome } from '../../delivery/retention';
import { UserError } from '../../shared/errors';
import type { CliContext } from '../context';
import { runJob } from '../job-phase';
import { openTarget } from '../open-target';
import { type Format, formatOption, parseList, type TargetChoice, withTarget } from '../options';
import { count, renderJson, renderTable } from '../output';

interface Options extends TargetChoice {
  readonly tables?: readonly string[];
  readonly dryRun?: boolean;
  readonly format: Format;
}

export function addRetention(program: Command, context: CliContext): void {
  withTarget(program.command('retention'), context)
    .description('delete rows that have outlived the retention of their contract, and what follows from them')
    .option('--tables <names>', 'comma-separated tables (default: all)', parseList)
    .option('--dry-run', 'count, and write nothing')
    .addOption(formatOption('table', 'json'))
    .action(async ({ tables, dryRun = false, format, ...choice }: Options) => {
      const done = await runJob(context.terminal, 'Retention', (onLog) =>
        applyRetention(openTarget(context, choice), { onLog, dryRun, ...(tables === undefined ? {} : { tables }) }),
      );
      context.terminal.result(format === 'json' ? renderJson({ dryRun, ...done }) : render(done.tables));
      if (done.failed.length > 0) {
        const told = done.failed.map(({ table, message }) => `${table}: ${message}`).join('; ');
        throw new UserError(
          'retention-not-followed',
          `rows were deleted, and ${done.failed.length} tables could not follow: ${told}`,
          'Fix what the tables name, and run the lake.',
        );
      }
    });
}

function render(outcomes: readonly RetentionOutcome[]): string {
  return renderTable(
    [
      { title: 'table', value: ({ table }) => table },
      { title: 'days', align: 'right', value: ({ days }) => count(days) },
      { title: 'kept from', value: ({ kept_from: since }) => since },
      { title: 'by', value: ({ counted_by: column }) => column || '(its input)' },
      { title: 'what', value: ({ status, holds }) => (holds.length > 0 ? `held by ${holds.join(', ')}` : status) },
      { title: 'rows', align: 'right', value: ({ rows }) => count(rows) },
      { title: 'set aside', align: 'right', value: ({ aside }) => count(aside) },
      { title: 'files', align: 'right', value: ({ files }) => count(files) },
    ],
    outcomes,
  );
}
