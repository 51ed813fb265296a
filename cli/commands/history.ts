import type { Command } from 'commander';
import { type CliContext, openTarget } from '../context';
import { type Format, formatOption, targetOption } from '../options';
import { renderJson, renderTable } from '../output';

export function addHistory(program: Command, context: CliContext): void {
  program
    .command('history')
    .description('which release was active when, newest first')
    .addOption(targetOption())
    .addOption(formatOption('table', 'json'))
    .action(async ({ target, format }: { target: string; format: Format }) => {
      const states = await openTarget(context, target).pointer.history();
      if (format === 'json') return context.terminal.result(renderJson({ target, promotions: states }));
      if (states.length === 0) return context.terminal.result(`nothing was promoted on ${target} yet\n`);
      const table = renderTable(
        [
          { title: 'number', align: 'right', value: ({ sequence }) => String(sequence) },
          { title: 'release', value: ({ release }) => release },
          { title: 'before', value: ({ previous }) => previous ?? '-' },
          { title: 'promoted', value: ({ at }) => at },
          { title: 'by', value: ({ by }) => by },
        ],
        states,
      );
      context.terminal.result(table);
    });
}
