import type { Command } from 'commander';
import type { CliContext } from '../context';
import { openTarget, targetsOf } from '../open-target';
import { type Format, formatOption, stacksOption, type TargetChoice, withTarget } from '../options';
import { renderJson } from '../output';
import { Progress } from '../progress';
import { writeReport } from '../report-page';
import { estimateCosts, reviewPolicies } from '../review';

export function addReport(program: Command, context: CliContext): void {
  withTarget(program.command('report'), context)
    .addOption(stacksOption(context))
    .addOption(formatOption('table', 'json'))
    .action(async ({ stacks, format, ...choice }: TargetChoice & { stacks: string; format: Format }) => {
      const opened = openTarget(context, choice);
      const page = await new Progress(context.terminal, 1).phase(
        'Report',
        () =>
          writeReport(
            context,
            opened,
            estimateCosts(context, stacks),
            reviewPolicies(context, stacks),
            targetsOf(context, choice),
          ),
        (path) => path,
      );
      context.terminal.result(format === 'json' ? renderJson({ page }) : `${page}\n`);
    });
}
