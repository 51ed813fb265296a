import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type Agreement, type AgreedEstimate, applyAgreement, parseAgreement } from '../../finops/agreement';
import { agreedLines, agreementMarkdown, unusedLines } from '../../finops/agreement-report';
import type { Estimate } from '../../finops/estimate';
import { losingRules } from '../../finops/explain';
import {
  componentRows,
  environmentRows,
  estimateJson,
  estimateMarkdown,
  provenance,
} from '../../finops/estimate-report';
import { UserError } from '../../shared/errors';
import { isJsonObject } from '../../shared/json';
import type { CliContext } from '../context';
import { formatOption, stacksOption } from '../options';
import { renderJson, renderTable } from '../output';
import { estimateCosts } from '../review';
import { estimateForeign } from './cost-stacks';
import { addCostExport } from './cost-export';
import { addCostFetch } from './cost-fetch';
import { addCostImport } from './cost-import';
import { addCostPrices } from './cost-prices';
import { addCostReport } from './cost-report';
import { addCostRefresh } from './cost-refresh';

type Format = 'table' | 'json' | 'markdown';

interface Options {
  readonly stacks: string;
  readonly environment?: string;
  readonly format: Format;
  readonly usage?: string;
  readonly agreement?: string;
}

export function addCost(program: Command, context: CliContext): void {
  const cost = program.command('cost');
  addCostRefresh(cost, context);
  addCostFetch(cost, context);
  addCostExport(cost, context);
  addCostImport(cost, context);
  addCostPrices(cost, context);
  addCostReport(cost, context);
  cost
    .command('estimate')
    .description('price the synthesized stacks of each environment for a month')
    .option('--environment <name>', 'one environment (default: all)')
    .option(
      '--usage <file>',
      "usage of any stacks, with Infracost's keys: then they need be no environment of this lake",
    )
    .option(
      '--agreement <file>',
      'discounts, commitments and a currency (JSON), shown beside the list prices: see docs/costs.md',
    )
    .addOption(stacksOption(context))
    .addOption(formatOption('table', 'json', 'markdown'))
    .action(({ stacks, environment, format, usage, agreement }: Options) => {
      const agreed = agreement === undefined ? undefined : readAgreement(agreement);
      const estimates =
        usage === undefined ? estimateCosts(context, stacks, environment) : estimateForeign(resolve(stacks), usage);
      context.terminal.result(
        render(estimates, agreed && estimates.map((estimate) => applyAgreement(estimate, agreed)), format),
      );
    });
}

function render(estimates: readonly Estimate[], agreed: readonly AgreedEstimate[] | undefined, format: Format): string {
  switch (format) {
    case 'json': {
      const list = estimateJson(estimates);
      return renderJson(agreed === undefined || !isJsonObject(list) ? list : { ...list, agreed });
    }
    case 'markdown':
      return `${estimateMarkdown(estimates)}${agreed === undefined ? '' : agreementMarkdown(agreed)}`;
    case 'table':
      return `${renderEstimates(estimates)}${agreed === undefined ? '' : `\n${renderAgreed(agreed)}`}`;
  }
}

/** @throws UserError for a file that cannot be read or says something that is not understood */
function readAgreement(file: string): Agreement {
  try {
    return parseAgreement(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError('agreement-unreadable', `${file} cannot be read`, 'Give a JSON file with what is agreed.');
  }
}

function renderAgreed(agreed: readonly AgreedEstimate[]): string {
  const table = renderTable(
    [
      { title: 'agreed', value: ({ environment, what }) => `${environment}: ${what}` },
      { title: 'at list USD', align: 'right', value: ({ listUsd }) => listUsd },
      { title: 'agreed USD', align: 'right', value: ({ agreedUsd }) => agreedUsd },
      { title: 'how', value: ({ because }) => because },
    ],
    agreedLines(agreed),
  );
  return `${table}${unusedLines(agreed)
    .map((line) => `${line}\n`)
    .join('')}`;
}

export function renderEstimates(estimates: readonly Estimate[]): string {
  const components = renderTable(
    [
      { title: 'component', value: ({ component }) => component },
      ...estimates.map(({ environment }, index) => ({
        title: `${environment} USD/month`,
        align: 'right' as const,
        value: ({ usd }: { readonly usd: readonly string[] }) => usd[index] ?? '',
      })),
    ],
    [...componentRows(estimates), { component: 'total', usd: estimates.map(({ totalUsd }) => totalUsd) }],
  );
  const environments = renderTable(
    [
      { title: 'environment', value: ({ environment }) => environment },
      { title: 'USD/month', align: 'right', value: ({ totalUsd }) => totalUsd },
      { title: 'budget', align: 'right', value: ({ budgetUsd }) => budgetUsd },
      { title: 'used', align: 'right', value: ({ budgetUsed }) => budgetUsed },
      { title: 'low to high usage', align: 'right', value: ({ range }) => range },
      { title: 'incomplete', align: 'right', value: ({ incomplete }) => String(incomplete) },
    ],
    environmentRows(estimates),
  );
  const losing = estimates.flatMap((estimate) =>
    losingRules(estimate).map((line) => `${estimate.environment}: ${line.replaceAll('**', '')}\n`),
  );
  return `${environments}\n${components}\n${provenance(estimates)}\n${losing.join('')}`;
}
