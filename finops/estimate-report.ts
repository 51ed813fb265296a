import { counted } from '../shared/plural';
import { Decimal } from 'decimal.js';

import { renderTable } from '../shared/markdown';
import { losingRules } from './explain';
import { CONFIDENCES } from './price-sheet';

import type { Json } from '../shared/json';
import type { Estimate } from './estimate';

/** One environment in the side-by-side table; money as decimal strings. */
export interface EnvironmentRow {
  readonly environment: string;
  readonly totalUsd: string;
  /** Empty when there is no budget. */
  readonly budgetUsd: string;
  readonly budgetUsed: string;
  /** Total at low and at high usage; empty without a workload. */
  readonly range: string;
  /** Dollars in percent by how far their price can be trusted, best first. */
  readonly confidence: string;
  readonly conflicts: number;
  /** What is not in the total. */
  readonly incomplete: number;
}

/** What no estimate may be read without. */
export const ASSUMPTIONS = [
  'List prices, pay-as-you-go, without tax and discounts.',
  'Quantities are derived from the synthesized stacks and the workload of the environment, or stated; each says which.',
  'Storage operations are priced at the default tier; listing, renaming and the index of the namespace are left out.',
  'Price bands are applied container by container, so large lakes are estimated a little high.',
  'The 5 GB that Log Analytics gives free belong to a billing account and are taken off each environment.',
] as const;

export function environmentRows(estimates: readonly Estimate[]): readonly EnvironmentRow[] {
  return estimates.map((estimate) => ({
    environment: estimate.environment,
    totalUsd: estimate.totalUsd,
    budgetUsd: estimate.budget?.monthlyUsd ?? '',
    budgetUsed: estimate.budget
      ? `${estimate.incomplete.length > 0 ? 'at least ' : ''}${estimate.budget.usedPercent} %`
      : '',
    range: estimate.range === null ? '' : `${estimate.range.lowUsd} to ${estimate.range.highUsd}`,
    confidence: confidenceShares(estimate),
    conflicts: estimate.conflicts,
    incomplete: estimate.incomplete.length,
  }));
}

/** For example `52 % verified, 48 % derived`: the share of dollars, because one cheap unverified price says little. */
export function confidenceShares({ byConfidence, totalUsd }: Estimate): string {
  const total = new Decimal(totalUsd);
  if (total.isZero()) return 'nothing priced';
  return CONFIDENCES.filter((level) => byConfidence[level] !== undefined)
    .map((level) => `${new Decimal(byConfidence[level] ?? 0).div(total).times(100).toFixed(0)} % ${level}`)
    .join(', ');
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
    .map((estimate) => {
      const { environment, region, asOf, conflicts, incomplete, items } = estimate;
      const whole = incomplete.length === 0 ? 'complete' : `INCOMPLETE, ${String(incomplete.length)} not in the total`;
      return (
        `${environment}: ${whole}; prices of ${region} as of ${asOf}, ${confidenceShares(estimate)}, ` +
        `${counted(conflicts, 'price')} in conflict.${standingIn(items)}${bounded(items)}`
      );
    })
    .join('\n');
}

/** Which prices are those of another region, counted and named; nothing where there is none. */
function standingIn(items: Estimate['items']): string {
  const borrowed = items.filter(({ confidence }) => confidence === 'other-region');
  const keys = [...new Set(borrowed.map(({ priceKey }) => priceKey))].sort();
  if (keys.length === 0) return '';
  const usd = Decimal.sum(...borrowed.map(({ monthlyUsd }) => monthlyUsd)).toFixed(2);
  return ` ${keys.length === 1 ? '1 price is that' : `${String(keys.length)} prices are those`} of another region, $${usd} of the total: ${keys.join(', ')}.`;
}

/** Prices that nobody has seen and a dearer one bounds. */
function bounded(items: Estimate['items']): string {
  const keys = [...new Set(items.filter(({ confidence }) => confidence === 'bound').map(({ priceKey }) => priceKey))];
  return keys.length === 0
    ? ''
    : ` ${String(keys.length)} unknown prices are bounded by dearer ones: ${keys.join(', ')}.`;
}

export function estimateMarkdown(estimates: readonly Estimate[]): string {
  const names = estimates.map(({ environment }) => environment);
  const lines = [
    '# Monthly cost estimate',
    '',
    table(
      [
        'environment',
        'USD a month',
        'budget',
        'used',
        'low to high',
        'confidence of the dollars',
        'conflicts',
        'incomplete',
      ],
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
  const { environment, byLayer, items, incomplete, figures, lifecycle } = estimate;
  return [
    '',
    `## ${environment}`,
    '',
    ...(incomplete.length === 0
      ? []
      : ['**Incomplete.** Not in the total:', '', ...incomplete.map((what) => `- ${what}`), '']),
    table(['layer', 'USD a month'], Object.entries(byLayer)),
    '',
    table(
      ['what', 'quantity', 'unit', 'USD a unit', 'USD a month', 'price', 'confidence', 'source', 'note'],
      items.map((item) => [
        item.description,
        item.quantity,
        item.unit,
        item.unitPriceUsd,
        item.monthlyUsd,
        `${item.priceKey} (${item.priceRegion})`,
        [item.confidence, ...item.conflicts.map(({ value, source }) => `against ${value} of ${source}`)].join(', '),
        `${item.source}, ${item.method}, ${item.lastVerified}`,
        item.note,
      ]),
    ),
    '',
    ...(lifecycle.length === 0
      ? []
      : [
          table(
            ['lifecycle rules of', 'saved in 12 months', 'saved in 36 months', 'paid back in month', 'how'],
            lifecycle.map((one) => [
              one.container,
              one.savedFirstYearUsd,
              one.savedUsd,
              one.paidBackInMonth === null ? 'never' : String(one.paidBackInMonth),
              one.because,
            ]),
          ),
          '',
        ]),
    ...losingRules(estimate).flatMap((line) => [line, '']),
    table(
      ['quantity', 'value', 'unit', 'origin', 'how'],
      figures.map(({ name, value, unit, origin, how }) => [
        name,
        new Decimal(value).toDecimalPlaces(2).toString(),
        unit,
        origin,
        how,
      ]),
    ),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return renderTable(head, rows).trimEnd();
}

/** The estimates as plain JSON, with the quantities they rest on and the source of every price. */
export function estimateJson(estimates: readonly Estimate[]): Json {
  return { schemaVersion: 2, assumptions: ASSUMPTIONS, environments: JSON.parse(JSON.stringify(estimates)) as Json };
}
