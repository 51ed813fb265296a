import type { Command } from 'commander';
import { type CostImport, importCosts } from '../../delivery/cost-import';
import { counted } from '../../shared/plural';
import type { CliContext } from '../context';
import { runJob } from '../job-phase';
import { openTarget } from '../open-target';
import { type Format, formatOption, type TargetChoice, withTarget } from '../options';
import { renderJson } from '../output';

interface Options extends TargetChoice {
  readonly subscription: string;
  readonly rate: readonly string[];
  readonly replace?: boolean;
  readonly format: Format;
}

/** `medallion cost import`: exports and pages of Cost Management into the lake. */
export function addCostImport(cost: Command, context: CliContext): void {
  withTarget(cost.command('import <files...>'), context)
    .description('take bills into the lake: exports of Cost Management or FOCUS (.csv, .parquet), query pages (.json)')
    .requiredOption('--subscription <id>', 'whose bills these are; rows of another one are refused')
    .option('--rate <currency=usd>', 'US dollars for one unit of another currency, for example EUR=1.08', collect, [])
    .option('--replace', 'take a month that lacks days of what is imported of it')
    .addOption(formatOption('table', 'json'))
    .action(async (files: readonly string[], { subscription, rate, replace = false, format, ...choice }: Options) => {
      const done = await runJob(context.terminal, 'Bills', (onLog) =>
        importCosts(openTarget(context, choice), { files, subscription, rates: rate, replace, onLog }),
      );
      context.terminal.result(format === 'json' ? renderJson({ ...done }) : render(done));
    });
}

function collect(rate: string, rates: readonly string[]): readonly string[] {
  return [...rates, rate];
}

function render({ rows, months, total_usd: total, untagged, credits, credits_usd, restated }: CostImport): string {
  const lines = [
    `${counted(rows, 'row')} of ${months.join(', ')}: $${cents(total)}.`,
    `${counted(untagged, 'row')} without a layer's tag: in the total, and unallocated.`,
    ...(credits === 0 ? [] : [`${counted(credits, 'credit')} of $${cents(credits_usd)} in the total.`]),
    ...restated.map(
      ({ month, before_usd: before, after_usd: after }) =>
        `${month} is restated: $${cents(before)} before, $${cents(after)} now.`,
    ),
    'Next: npx medallion cost report',
  ];
  return `${lines.join('\n')}\n`;
}

function cents(usd: string): string {
  return Number(usd).toFixed(2);
}
