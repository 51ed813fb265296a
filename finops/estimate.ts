import { Decimal } from 'decimal.js';

import { UserError } from '../shared/errors';
import { isRepeated, partsOfKind, type StackResource, type SynthesizedStack } from '../synthesized/stack';
import { budgetOf, type BudgetComparison } from './budget';
import { unpriced, type Charge, type Component, type CostLayer, type Pricing, type PricingContext } from './charge';
import { checkUsage, unplacedUsage } from './check-usage';
import { costOf, toCents, unitPriceOf } from './price';
import { CONFIDENCES, priceRow, type Confidence, type PriceSheet } from './price-sheet';
import { pricerOf } from './services';
import type { UsageProfile } from '../environments/usage';

/** One meter of one resource. Money and quantities are decimal strings. */
export interface LineItem {
  readonly stack: string;
  readonly address: string;
  /** Construct path. */
  readonly path: string;
  readonly layer: CostLayer;
  readonly component: Component;
  readonly description: string;
  readonly priceKey: string;
  readonly quantity: string;
  readonly unit: string;
  /** For one unit, averaged over the bands that the quantity reaches. */
  readonly unitPriceUsd: string;
  /** Two places; totals are the exact sum of these. */
  readonly monthlyUsd: string;
  readonly confidence: Confidence;
  /** Other values seen for this price. */
  readonly conflicts: number;
  readonly note: string;
}

export interface UnpricedResource {
  readonly type: string;
  readonly address: string;
  readonly path: string;
  readonly reason: string;
}

export interface Estimate {
  readonly environment: string;
  readonly region: string;
  readonly currency: 'USD';
  /** `YYYY-MM` of the price sheet. */
  readonly asOf: string;
  /** Of all prices used; null when nothing was priced. */
  readonly lowestConfidence: Confidence | null;
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
  readonly usage: UsageProfile;
}

/**
 * Monthly list price of one environment. Pure: the same stacks, usage and sheet give the same estimate.
 *
 * @param stacks all stacks of one environment
 * @throws UserError when the stacks are of several environments, or a usage figure is impossible
 */
export function estimateEnvironment(
  stacks: readonly SynthesizedStack[],
  usage: UsageProfile,
  sheet: PriceSheet,
): Estimate {
  const environment = soleEnvironment(stacks);
  checkUsage(usage, environment);
  const resources = stacks.flatMap((stack) => stack.resources);
  const priced = stacks.flatMap((stack) =>
    stack.resources.map((resource) => ({
      stack,
      resource,
      pricing: price(resource, { stack, resources, usage, sheet }),
    })),
  );
  const items = priced.flatMap(({ stack, resource, pricing }) =>
    isCharged(pricing) ? pricing.map((charge) => lineItem(stack, resource, charge, sheet)) : [],
  );
  const total = sum(items);
  return {
    environment,
    region: sheet.region,
    currency: sheet.currency,
    asOf: sheet.asOf,
    lowestConfidence:
      [...CONFIDENCES].reverse().find((level) => items.some((item) => item.confidence === level)) ?? null,
    conflicts: new Set(items.filter((item) => item.conflicts > 0).map((item) => item.priceKey)).size,
    items,
    unpriced: [
      ...priced.flatMap(({ resource: { type, address, path }, pricing }) =>
        !isCharged(pricing) && pricing.kind === 'unpriced' ? [{ type, address, path, reason: pricing.reason }] : [],
      ),
      ...priced
        .filter(({ resource, pricing }) => isRepeated(resource) && isCharged(pricing))
        .map(({ resource: { type, address, path } }) => ({
          type,
          address,
          path,
          reason: 'count or for_each makes any number of it; one instance is priced.',
        })),
      ...stacks.flatMap((stack) =>
        partsOfKind(stack, 'module').map(({ address }) => ({
          type: 'module',
          address,
          path: `${stack.name}/${address}`,
          reason: 'The resources of a module are not in the file.',
        })),
      ),
    ],
    free: freeTypes(priced),
    unplacedUsage: unplacedUsage(usage, resources),
    totalUsd: total.toFixed(2),
    byLayer: totals(items, ({ layer }) => layer),
    byComponent: totals(items, ({ component }) => component),
    budget: budgetOf(resources, total),
    usage,
  };
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

function price(resource: StackResource, context: PricingContext): Pricing {
  const pricer = pricerOf(resource.type);
  if (!pricer) {
    return unpriced('nobody has looked up how this type is billed');
  }
  const pricing = pricer(resource, context);
  if (!isCharged(pricing)) {
    return pricing;
  }
  if (resource.body['for_each'] !== undefined || resource.body['count'] !== undefined) {
    return unpriced('it is made by count or for_each: how often is known only to Terraform');
  }
  const missing = pricing.find(({ priceKey }) => !context.sheet.rows.has(priceKey));
  return missing ? unpriced(`the sheet of ${context.sheet.region} has no price ${missing.priceKey}`) : pricing;
}

function isCharged(pricing: Pricing): pricing is readonly Charge[] {
  return Array.isArray(pricing);
}

function lineItem(stack: SynthesizedStack, resource: StackResource, charge: Charge, sheet: PriceSheet): LineItem {
  const { layer, component, description, priceKey, quantity } = charge;
  const row = priceRow(sheet, priceKey);
  return {
    stack: stack.name,
    address: resource.address,
    path: resource.path,
    layer,
    component,
    description,
    priceKey,
    quantity: quantity.toDecimalPlaces(4).toFixed(),
    unit: row.unit,
    unitPriceUsd: unitPriceOf(row, quantity).toSignificantDigits(8).toFixed(),
    monthlyUsd: toCents(costOf(row, quantity)).toFixed(2),
    confidence: row.confidence,
    conflicts: row.conflicts.length,
    note: [charge.note, row.note].filter((text) => text !== '').join('. '),
  };
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
