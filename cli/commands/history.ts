import type { Command } from 'commander';
import type { CliContext } from '../context';
import { openTarget } from '../open-target';
import { type Format, formatOption, type TargetChoice, withTarget } from '../options';
import { renderJson, renderTable } from '../output';

export function addHistory(program: Command, context: CliContext): void {
  withTarget(program.command('history'), context)
    .addOption(formatOption('table', 'json'))
    .action(async ({ format, ...choice }: TargetChoice & { format: Format }) => {
      const target = openTarget(context, choice);
      const states = await target.pointer.history();
      if (format === 'json') return context.terminal.result(renderJson({ target: target.name, promotions: states }));
      if (states.length === 0) return context.terminal.result(`nothing was promoted on ${target.name} yet\n`);
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
