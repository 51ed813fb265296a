import { Decimal } from 'decimal.js';

import { UserError } from '../shared/errors';
import { isRepeated, partsOfKind, type StackResource, type SynthesizedStack } from '../synthesized/stack';
import { budgetOf, type BudgetComparison } from './budget';
import type { Pricing } from './charge';
import { checkUsage, unplacedUsage } from './check-usage';
import { fingerprint } from './fingerprint';
import { knownPriceSheet } from './load-price-sheet';
import { isCharged, lineItem, price, type LineItem } from './line-item';
import { CONFIDENCES, type Confidence, type PriceSheet } from './price-sheet';
import type { TableContract } from '../contracts/contract';
import type { UsageProfile } from '../environments/usage';
import { BANDS, valueOf, type Band } from './usage/figure';
import { lifecycleFindings, type LifecycleFinding } from './usage/lifecycle';
import { resolveUsage } from './usage/resolve';
import type { UsageFigure } from './usage/resolved';

export interface UnpricedResource {
  readonly type: string;
  readonly address: string;
  readonly path: string;
  readonly reason: string;
  /** Of the resource's arguments: an unpriced resource that changes makes a comparison incomplete. */
  readonly fingerprint: string;
}

/** The total at the low and the high end of the workload's figures. */
export interface CostRange {
  readonly lowUsd: string;
  readonly highUsd: string;
}

export interface Estimate {
  readonly environment: string;
  readonly region: string;
  readonly currency: 'USD';
  /** `YYYY-MM` of the price sheet. */
  readonly asOf: string;
  /** Of all prices used; null when nothing was priced. */
  readonly lowestConfidence: Confidence | null;
  /** Dollars of the total by how far their price can be trusted. */
  readonly byConfidence: Readonly<Record<string, string>>;
  /** What keeps the total from being the whole cost; empty when everything was priced or bounded. */
  readonly incomplete: readonly string[];
  /** Null where no workload is given, so that there is one figure only. */
  readonly range: CostRange | null;
  /** Prices used on which sources disagree. */
  readonly conflicts: number;
  readonly items: readonly LineItem[];
  readonly unpriced: readonly UnpricedResource[];
  /** Resources that cost nothing by themselves, counted by type, with the reason. */
  readonly free: readonly { readonly type: string; readonly count: number; readonly reason: string }[];
  /** Usage that no resource of the environment carries: it is missing from the total. */
  readonly unplacedUsage: readonly string[];
  readonly totalUsd: string;
  readonly byLayer: Readonly<Record<string, string>>;
  readonly byComponent: Readonly<Record<string, string>>;
  /** Null when the environment declares no budget. */
  readonly budget: BudgetComparison | null;
  /** Decimal terabytes that land a month, as the workload has them; null without one, or where nothing lands. */
  readonly landedTbPerMonth: string | null;
  /** What lifecycle rules earn over three years, by container; none where usage is stated without a workload. */
  readonly lifecycle: readonly LifecycleFinding[];
  /** Containers with lifecycle rules of which a price that is needed is not known. */
  readonly lifecycleUnknown: readonly string[];
  /** Every quantity, its origin and its arithmetic. */
  readonly figures: readonly UsageFigure[];
}

export interface EstimateOptions {
  /** Tables of the lake, for retention and number. @default - none: a layer is taken as one table */
  readonly contracts?: readonly TableContract[];
  /** End of the workload's ranges. @default 'base' */
  readonly band?: Band;
  /** Prices of the regions in which single resources stand. @default - the shipped sheets */
  readonly sheetOf?: (region: string) => PriceSheet | undefined;
}

/**
 * Monthly list price of one environment. Pure: the same stacks, usage and sheet give the same estimate.
 *
 * @param stacks all stacks of one environment
 * @throws UserError when the stacks are of several environments, or a usage figure is impossible
 */
export function estimateEnvironment(
  stacks: readonly SynthesizedStack[],
  profile: UsageProfile,
  sheet: PriceSheet,
  options: EstimateOptions = {},
): Estimate {
  const { contracts = [], band = 'base' } = options;
  const environment = soleEnvironment(stacks);
  checkUsage(profile, environment);
  const resources = stacks.flatMap((stack) => stack.resources);
  const { usage, unknown } = resolveUsage(profile, { environment, stacks, sheet, contracts, band });
  const sheetOf = (region: string): PriceSheet | undefined =>
    region === sheet.region ? sheet : (options.sheetOf ?? knownPriceSheet)(region);
  const priced = stacks.flatMap((stack) =>
    stack.resources.map((resource) => ({
      stack,
      resource,
      ...price(resource, { stack, resources, usage, sheet }, sheetOf),
    })),
  );
  const items = priced.flatMap(({ lines, stack, resource }) => lines.map((line) => lineItem(stack, resource, line)));
  const unpricedResources = [
    ...priced.flatMap(({ resource, pricing }) => notPriced(resource, pricing)),
    ...stacks.flatMap((stack) =>
      partsOfKind(stack, 'module').map(({ address, body }) => ({
        type: 'module',
        address,
        path: `${stack.name}/${address}`,
        reason: 'the resources of a module are not in the file, so that they are not evaluated',
        fingerprint: fingerprint(body),
      })),
    ),
  ];
  const unplaced = unplacedUsage(profile, resources);
  const total = sum(items);
  // The ends of the range are asked for their totals only.
  const lifecycle = lifecycleFindings(options.band === undefined ? (usage.flows ?? []) : [], (region) =>
    sheetOf(region ?? sheet.region),
  );
  return {
    environment,
    region: sheet.region,
    currency: sheet.currency,
    asOf: sheet.asOf,
    lowestConfidence:
      [...CONFIDENCES].reverse().find((level) => items.some((item) => item.confidence === level)) ?? null,
    byConfidence: totals(items, ({ confidence }) => confidence),
    incomplete: [
      ...unpricedResources.map(({ address, reason }) => `${address} is not priced: ${reason}`),
      ...unknown.map((what) => `${what}: its volume is not known`),
      ...unplaced.map((what) => `usage of ${what} has no resource`),
    ],
    range: rangeOf(stacks, profile, sheet, options),
    conflicts: new Set(items.filter((item) => item.conflicts.length > 0).map((item) => item.priceKey)).size,
    items,
    unpriced: unpricedResources,
    free: freeTypes(priced),
    unplacedUsage: unplaced,
    totalUsd: total.toFixed(2),
    byLayer: totals(items, ({ layer }) => layer),
    byComponent: totals(items, ({ component }) => component),
    budget: budgetOf(resources, total),
    landedTbPerMonth: landedTb(profile, sheet.hoursPerMonth, band),
    lifecycle: lifecycle.findings,
    lifecycleUnknown: lifecycle.unknown,
    figures: usage.figures,
  };
}

function notPriced(resource: StackResource, pricing: Pricing): readonly UnpricedResource[] {
  const { type, address, path, body } = resource;
  const reason = !isCharged(pricing)
    ? pricing.kind === 'unpriced'
      ? pricing.reason
      : undefined
    : isRepeated(resource)
      ? 'count or for_each makes any number of it, known only to Terraform; one instance is priced'
      : undefined;
  return reason === undefined ? [] : [{ type, address, path, reason, fingerprint: fingerprint(body) }];
}

function landedTb({ workload }: UsageProfile, hoursPerMonth: number, band: Band): string | null {
  const perDay = Object.values(workload?.landedGbPerDay ?? {}).reduce<number>(
    (sum, one) => sum + valueOf(one, band),
    0,
  );
  return perDay === 0 ? null : new Decimal(perDay).times(hoursPerMonth).div(24).div(1000).toFixed();
}

/** The ends of the range, for the base estimate only: each end is an estimate of its own. */
function rangeOf(
  stacks: readonly SynthesizedStack[],
  profile: UsageProfile,
  sheet: PriceSheet,
  options: EstimateOptions,
): CostRange | null {
  if (profile.workload === undefined || options.band !== undefined) return null;
  const [lowUsd, , highUsd] = BANDS.map((band) =>
    band === 'base' ? '' : estimateEnvironment(stacks, profile, sheet, { ...options, band }).totalUsd,
  );
  return { lowUsd: lowUsd ?? '', highUsd: highUsd ?? '' };
}

function soleEnvironment(stacks: readonly SynthesizedStack[]): string {
  const environments = [...new Set(stacks.map(({ environment }) => environment))];
  const [environment] = environments;
  if (environment === undefined || environments.length > 1) {
    throw new UserError(
      'several-environments',
      `An estimate takes the stacks of one environment, not of ${String(environments.length)} (${environments.join(', ')}).`,
      'Select the stacks of one environment and estimate each on its own.',
    );
  }
  return environment;
}

function sum(items: readonly LineItem[]): Decimal {
  return items.reduce((total, { monthlyUsd }) => total.plus(monthlyUsd), new Decimal(0));
}

function totals(items: readonly LineItem[], group: (item: LineItem) => string): Readonly<Record<string, string>> {
  const names = [...new Set(items.map(group))].sort();
  return Object.fromEntries(names.map((name) => [name, sum(items.filter((item) => group(item) === name)).toFixed(2)]));
}

function freeTypes(
  priced: readonly { readonly resource: StackResource; readonly pricing: Pricing }[],
): Estimate['free'] {
  const found = new Map<string, { type: string; count: number; reason: string }>();
  for (const { resource, pricing } of priced) {
    if (!isCharged(pricing) && pricing.kind === 'free') {
      const { type } = resource;
      const key = `${type}\n${pricing.reason}`;
      found.set(key, { type, count: (found.get(key)?.count ?? 0) + 1, reason: pricing.reason });
    }
  }
  return [...found.values()].sort((left, right) => (left.type < right.type ? -1 : 1));
}
