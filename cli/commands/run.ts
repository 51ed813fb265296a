import type { Command } from 'commander';
import { type CliContext, openTarget } from '../context';
import { type Format, formatOption, parseList, targetOption } from '../options';
import { renderJson } from '../output';
import { Progress } from '../progress';
import { describeRun, runWithProgress } from '../run-phase';
import { localPrice, renderTableLines, tableLines } from '../run-summary';

interface Options {
  readonly target: string;
  readonly tables?: readonly string[];
  readonly format: Format;
}

export function addRun(program: Command, context: CliContext): void {
  program
    .command('run')
    .description('run the active release over what is new')
    .option('--tables <names>', 'comma-separated tables (default: all)', parseList)
    .addOption(targetOption())
    .addOption(formatOption('table', 'json'))
    .action(async ({ target: name, tables, format }: Options) => {
      const target = openTarget(context, name);
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
