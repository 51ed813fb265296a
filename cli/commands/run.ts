import type { Command } from 'commander';
import type { CliContext } from '../context';
import { openTarget } from '../open-target';
import { type Format, formatOption, parseList, type TargetChoice, withTarget } from '../options';
import { renderJson } from '../output';
import { Progress } from '../progress';
import { describeRun, runWithProgress } from '../run-phase';
import { localPrice, renderTableLines, tableLines } from '../run-summary';

interface Options extends TargetChoice {
  readonly tables?: readonly string[];
  readonly format: Format;
}

export function addRun(program: Command, context: CliContext): void {
  withTarget(program.command('run'), context)
    .description('run the active release over what is new')
    .option('--tables <names>', 'comma-separated tables (default: all)', parseList)
    .addOption(formatOption('table', 'json'))
    .action(async ({ tables, format, ...choice }: Options) => {
      const target = openTarget(context, choice);
      const progress = new Progress(context.terminal, 1);
      const result = await progress.phase('Run', (phase) => runWithProgress(target, tables, phase), describeRun);
      const price = localPrice();
      const lines = tableLines(result, await target.lakeData(), price);
      context.terminal.result(
        format === 'json' ? renderJson({ ...result, tables: lines }) : renderTableLines(lines, price),
      );
      if (result.status === 'failed') context.exitWith(1);
    });
}
