import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RunManner } from '../../delivery/run';
import type { CliContext } from '../context';
import { openTarget } from '../open-target';
import { type Format, formatOption, parseList, type TargetChoice, withTarget } from '../options';
import { renderJson } from '../output';
import { Progress } from '../progress';
import { describeRun, runWithProgress } from '../run-phase';
import { localPrice, renderTableLines, tableLines } from '../run-summary';

interface Options extends TargetChoice {
  readonly tables?: readonly string[];
  readonly resume?: true;
  /** `true` when no table is named. */
  readonly fullRefresh?: readonly string[] | true;
  readonly backfill?: string;
  readonly parallel?: number;
  readonly format: Format;
}

export function addRun(program: Command, context: CliContext): void {
  withTarget(program.command('run'), context)
    .option('--tables <names>', 'comma-separated tables (default: all)', parseList)
    .addOption(
      new Option('--resume', 'finish what earlier runs left undone, and nothing else').conflicts([
        'fullRefresh',
        'backfill',
      ]),
    )
    .addOption(
      new Option('--full-refresh [names]', 'tables to make again whole from bronze (default: all of silver and gold)')
        .argParser(parseList)
        .conflicts(['backfill', 'tables']),
    )
    .option('--backfill <days>', 'days to make again in silver and what follows, as 2017-03-01..2017-03-31')
    .option('--parallel <count>', 'tables at the same time at most (default: one a core, four at most)', parseCount)
    .addOption(formatOption('table', 'json'))
    .action(async (options: Options) => {
      const { tables, format, parallel } = options;
      const target = openTarget(context, options);
      const mode = modeOf(options);
      const how = { ...(parallel === undefined ? {} : { parallel }), ...(mode === undefined ? {} : { mode }) };
      const progress = new Progress(context.terminal, 1);
      const result = await progress.phase('Run', (phase) => runWithProgress(target, tables, phase, how), describeRun);
      const price = localPrice(context);
      const lines = tableLines(result, await target.lakeData(), price);
      context.terminal.result(
        format === 'json' ? renderJson({ ...result, tables: lines }) : renderTableLines(lines, price),
      );
      if (result.status === 'failed') context.exitWith(1);
    });
}

function modeOf({ resume, fullRefresh, backfill }: Options): RunManner['mode'] {
  if (resume === true) return { kind: 'resume' };
  if (fullRefresh !== undefined) return { kind: 'full-refresh', tables: fullRefresh === true ? [] : fullRefresh };
  return backfill === undefined ? undefined : { kind: 'backfill', days: backfill };
}

function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError('Give a whole number from 1 on.');
}
