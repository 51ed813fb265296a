import type { Command } from 'commander';
import type { CliContext } from '../context';
import { openTarget, targetsOf } from '../open-target';
import { stacksOption, type TargetChoice, withTarget } from '../options';
import { writeReport } from '../report-page';
import { estimateCosts, reviewPolicies } from '../review';

export function addReport(program: Command, context: CliContext): void {
  withTarget(program.command('report'), context)
    .description('write the HTML page about the lake, from what is known without another run')
    .addOption(stacksOption(context))
    .action(async ({ stacks, ...choice }: TargetChoice & { stacks: string }) => {
      const opened = openTarget(context, choice);
      const page = await writeReport(
        context,
        opened,
        estimateCosts(context, stacks),
        reviewPolicies(context, stacks),
        targetsOf(choice),
      );
      context.terminal.result(`${page}\n`);
    });
}
