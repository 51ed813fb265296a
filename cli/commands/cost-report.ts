import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { loadContracts } from '../../contracts/load';
import type { DeliveryTarget } from '../../delivery/target';
import type { Environment } from '../../environments/settings/environment';
import type { MonthlyBill } from '../../finops/actuals/bill';
import { costReport, type CostReport } from '../../finops/actuals/cost-report';
import type { MonthOfQueries } from '../../finops/actuals/queries';
import { estimateEnvironment, type Estimate } from '../../finops/estimate';
import { knownPriceSheet, priceSheetOrEmpty } from '../../finops/load-price-sheet';
import { costReportMarkdown } from '../../report/cost/markdown';
import { costReportPage } from '../../report/cost/page';
import { summary } from '../../report/cost/sections';
import { UserError } from '../../shared/errors';
import { loadStacks } from '../../synthesized/load-stacks';
import type { SynthesizedStack } from '../../synthesized/stack';
import { costRecordsOf } from '../cost-records';
import { environmentNamed } from '../environment-named';
import type { CliContext } from '../context';
import { openTarget } from '../open-target';
import { type Format, formatOption, stacksOption, type TargetChoice, withTarget } from '../options';
import { renderJson } from '../output';

interface Options extends TargetChoice {
  readonly period?: string;
  readonly stacks: string;
  readonly to?: string;
  readonly ifImported?: boolean;
  readonly format: Format;
}

/** Whose estimate and budget a local lake is held against, when nobody says. */
const LOCAL_ENVIRONMENT = 'dev';

/** `medallion cost report`: what a month cost, from imported bills; needs npm packages only. */
export function addCostReport(cost: Command, context: CliContext): void {
  withTarget(cost.command('report'), context)
    .description('what a month cost, why, and what would cost less: from imported bills, the ledger and the estimate')
    .option('--period <month>', 'month as YYYY-MM (default: the newest that is imported)', parseMonth)
    .addOption(stacksOption(context))
    .option('--if-imported', 'say so and succeed where no bill is imported yet')
    .option('--to <file>', 'the page (default: in the folder of the report)')
    .addOption(formatOption('table', 'json', 'markdown'))
    .action(async (options: Options) => {
      const environment = environmentNamed(context, options.environment ?? LOCAL_ENVIRONMENT);
      const target = openTarget(context, options);
      const { bills, queries } = await costRecordsOf(target);
      if (bills.length === 0 && options.ifImported === true) {
        context.terminal.result(`No bill is imported into ${target.name} yet.\n`);
        return;
      }
      const month = options.period ?? newest(bills);
      const report = await makeReport(context, options, environment, target, month, bills, queries);
      const file = resolve(
        options.to ?? join(dirname(context.layout.reportPage), `cost-${environment.name}-${month}.html`),
      );
      mkdirSync(dirname(file), { recursive: true });
      await writeFileAtomic(file, costReportPage(report, bills));
      context.terminal.result(render(report, options.format, file));
    });
}

async function makeReport(
  context: CliContext,
  { stacks: folder }: Options,
  environment: Environment,
  target: DeliveryTarget,
  month: string,
  bills: readonly MonthlyBill[],
  queries: readonly MonthOfQueries[],
): Promise<CostReport> {
  const stacks = stacksOf(folder, environment.name);
  return costReport({
    environment,
    month,
    bills,
    ledger: (await target.lakeData())?.runs,
    queries: queries.find((one) => one.month === month),
    estimate: stacks.length === 0 ? undefined : estimateOf(context, environment, stacks),
    stacks,
    sheetOf: knownPriceSheet,
  });
}

function estimateOf(
  { repository }: CliContext,
  { usage, location }: Environment,
  stacks: readonly SynthesizedStack[],
): Estimate {
  const contracts = loadContracts(join(repository, 'contracts', 'tables'));
  return estimateEnvironment(stacks, usage, priceSheetOrEmpty(location), { contracts });
}

/** None where nothing is synthesized: the report says then that it has no estimate. What cannot be read is an error. */
function stacksOf(folder: string, environment: string): readonly SynthesizedStack[] {
  return existsSync(join(folder, 'manifest.json'))
    ? loadStacks(resolve(folder)).filter((stack) => stack.environment === environment)
    : [];
}

function newest(bills: readonly MonthlyBill[]): string {
  const month = bills
    .map((bill) => bill.month)
    .sort()
    .at(-1);
  if (month !== undefined) return month;
  throw new UserError(
    'no-bill',
    'No bill is imported into this lake.',
    'Run `npx medallion cost import` on an export of Cost Management.',
  );
}

function parseMonth(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InvalidArgumentError('Allowed is a month as YYYY-MM, for example 2026-11.');
}

function render(report: CostReport, format: Format, file: string): string {
  if (format === 'json') return renderJson({ ...report, page: file });
  if (format === 'markdown') return costReportMarkdown(report);
  const advice = report.advice
    .slice(0, 3)
    .map(({ what, savedUsd }) => `  ${what}: saves ${savedUsd === null ? 'an unknown amount' : `$${savedUsd}`}\n`);
  return `${summary(report)}\n${advice.length === 0 ? '' : `\nAdvice:\n${advice.join('')}`}\npage: ${file}\n`;
}
