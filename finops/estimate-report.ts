import { Decimal } from 'decimal.js';

import type { Json } from '../shared/json';
import type { Estimate } from './estimate';
import type { UsageProfile } from '../environments/usage';

/** One environment in the side-by-side table; money as decimal strings. */
export interface EnvironmentRow {
  readonly environment: string;
  readonly totalUsd: string;
  /** Empty when there is no budget. */
  readonly budgetUsd: string;
  readonly budgetUsed: string;
  readonly lowestConfidence: string;
  readonly conflicts: number;
  readonly unpriced: number;
}

/** What no estimate may be read without. */
export const ASSUMPTIONS = [
  'List prices, pay-as-you-go, without tax and discounts.',
  'Usage is what the environment states; every figure is an assumption until actual cost replaces it.',
  'Storage operations are priced at the default tier; tier moves, retrieval, early delete, listing and renaming are left out.',
  'Price bands are applied container by container, so large lakes are estimated a little high.',
  'The 5 GB that Log Analytics gives free belong to a billing account and are taken off each environment.',
] as const;

export function environmentRows(estimates: readonly Estimate[]): readonly EnvironmentRow[] {
  return estimates.map(({ environment, totalUsd, budget, lowestConfidence, conflicts, unpriced }) => ({
    environment,
    totalUsd,
    budgetUsd: budget?.monthlyUsd ?? '',
    budgetUsed: budget ? `${budget.usedPercent} %` : '',
    lowestConfidence: lowestConfidence ?? '',
    conflicts,
    unpriced: unpriced.length,
  }));
}

/** Components in rows, environments in columns; a component that an environment lacks costs 0.00. */
export function componentRows(
  estimates: readonly Estimate[],
): readonly { readonly component: string; readonly usd: readonly string[] }[] {
  const components = [...new Set(estimates.flatMap(({ byComponent }) => Object.keys(byComponent)))].sort();
  return components.map((component) => ({
    component,
    usd: estimates.map(({ byComponent }) => byComponent[component] ?? '0.00'),
  }));
}

/** The line that stands under every table: when the prices were seen, and how far they carry. */
export function provenance(estimates: readonly Estimate[]): string {
  return estimates
    .map(
      ({ environment, region, asOf, lowestConfidence, conflicts, unpriced, items }) =>
        `${environment}: prices of ${region} as of ${asOf}, lowest confidence ${lowestConfidence ?? 'none'}, ` +
        `${String(conflicts)} prices in conflict, ${String(unpriced.length)} resources unpriced.${standingIn(items)}`,
    )
    .join('\n');
}

/** Which prices are those of another region, counted and named; nothing where there is none. */
function standingIn(items: Estimate['items']): string {
  const borrowed = items.filter(({ confidence }) => confidence === 'other-region');
  const keys = [...new Set(borrowed.map(({ priceKey }) => priceKey))].sort();
  if (keys.length === 0) return '';
  const usd = Decimal.sum(...borrowed.map(({ monthlyUsd }) => monthlyUsd)).toFixed(2);
  return ` ${String(keys.length)} prices are those of another region, $${usd} of the total: ${keys.join(', ')}.`;
}

export function estimateMarkdown(estimates: readonly Estimate[]): string {
  const names = estimates.map(({ environment }) => environment);
  const lines = [
    '# Monthly cost estimate',
    '',
    table(
      ['environment', 'USD a month', 'budget', 'used', 'lowest confidence', 'conflicts', 'unpriced'],
      environmentRows(estimates).map((row) => Object.values(row).map(String)),
    ),
    '',
    provenance(estimates).replaceAll('\n', '  \n'),
    '',
    '## By component',
    '',
    table(
      ['component', ...names],
      componentRows(estimates).map(({ component, usd }) => [component, ...usd]),
    ),
    ...estimates.flatMap(environmentSection),
    '',
    '## Assumptions',
    '',
    ...ASSUMPTIONS.map((assumption) => `- ${assumption}`),
    '',
  ];
  return lines.join('\n');
}

function environmentSection(estimate: Estimate): readonly string[] {
  const { environment, byLayer, items, unpriced, unplacedUsage } = estimate;
  return [
    '',
    `## ${environment}`,
    '',
    table(['layer', 'USD a month'], Object.entries(byLayer)),
    '',
    table(
      ['what', 'quantity', 'unit', 'USD a unit', 'USD a month', 'confidence', 'note'],
      items.map((item) => [
        item.description,
        item.quantity,
        item.unit,
        item.unitPriceUsd,
        item.monthlyUsd,
        item.conflicts > 0 ? `${item.confidence}, in conflict` : item.confidence,
        item.note,
      ]),
    ),
    ...unpriced.map(({ address, reason }) => `\nNot priced: \`${address}\`, because ${reason}.`),
    ...unplacedUsage.map((usage) => `\nNot placed: usage of ${usage}, for which there is no resource.`),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The estimates as plain JSON, with the usage they rest on. */
export function estimateJson(estimates: readonly Estimate[]): Json {
  return {
    schemaVersion: 1,
    assumptions: ASSUMPTIONS,
    environments: estimates.map(({ items, unpriced, free, budget, usage, ...estimate }) => ({
      ...estimate,
      items: items.map((item) => ({ ...item })),
      unpriced: unpriced.map((resource) => ({ ...resource })),
      free: free.map((type) => ({ ...type })),
      budget: budget && { ...budget },
      usage: usageJson(usage),
    })),
  };
}

function usageJson(usage: UsageProfile): Json {
  return JSON.parse(JSON.stringify(usage)) as Json;
}
