import type { Command } from 'commander';
import { type CliContext, openTarget } from '../context';
import { stacksOption, targetOption } from '../options';
import { writeReport } from '../report-page';
import { estimateCosts, reviewPolicies } from '../review';

export function addReport(program: Command, context: CliContext): void {
  program
    .command('report')
    .description('write the HTML page about the lake, from what is known without another run')
    .addOption(targetOption())
    .addOption(stacksOption(context))
    .action(async ({ target, stacks }: { target: string; stacks: string }) => {
      const opened = openTarget(context, target);
      const page = await writeReport(context, opened, estimateCosts(stacks), reviewPolicies(context, stacks));
      context.terminal.result(`${page}\n`);
    });
}
