import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { sumUsd } from '../../finops/actuals/bill';
import { FOCUS_VERSION, focusCsv } from '../../finops/actuals/focus';
import { billsOf } from '../../finops/actuals/spend';
import { counted } from '../../shared/plural';
import type { CliContext } from '../context';
import { costRecordsOf } from '../cost-records';
import { openTarget } from '../open-target';
import { type Format, formatOption, type TargetChoice, withTarget } from '../options';
import { renderJson } from '../output';

interface Options extends TargetChoice {
  readonly period: string;
  readonly to: string;
  readonly format: Format;
}

/** `medallion cost export`: an imported month as FOCUS, with our allocation; needs npm packages only. */
export function addCostExport(cost: Command, context: CliContext): void {
  withTarget(cost.command('export'), context)
    .description(`write an imported month as FOCUS ${FOCUS_VERSION} (CSV), layer and tenant in columns of their own`)
    .requiredOption('--period <month>', 'month as YYYY-MM, of all subscriptions that are imported')
    .requiredOption('--to <file>', 'CSV file to write')
    .addOption(formatOption('table', 'json'))
    .action(async (options: Options) => {
      const { period, to, format } = options;
      const bills = billsOf((await costRecordsOf(openTarget(context, options))).bills, period);
      const file = resolve(to);
      mkdirSync(dirname(file), { recursive: true });
      await writeFileAtomic(file, focusCsv(bills));
      const lines = bills.flatMap((bill) => bill.lines);
      const done = { file, focus: FOCUS_VERSION, rows: lines.length, totalUsd: sumUsd(lines).toFixed() };
      context.terminal.result(
        format === 'json'
          ? renderJson(done)
          : `${counted(done.rows, 'row')} of FOCUS ${FOCUS_VERSION}, $${done.totalUsd} in all, stand in ${file}.\n`,
      );
    });
}
