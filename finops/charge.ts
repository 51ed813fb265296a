import { Decimal } from 'decimal.js';

import type { StackResource, SynthesizedStack } from '../synthesized/stack';
import type { PriceSheet } from './price-sheet';
import type { ResolvedUsage } from './usage/resolved';

/** What cost is allocated to. `shared`: serves every layer, and no bill splits it. */
export type CostLayer = 'landing' | 'bronze' | 'silver' | 'gold' | 'system' | 'backup' | 'shared';

export type Component =
  | 'storage capacity'
  | 'storage operations'
  | 'spark'
  | 'dedicated sql'
  | 'serverless sql'
  | 'orchestration'
  | 'observability'
  | 'security'
  | 'network';

/** One meter that a resource turns: how much of what. The price comes from the sheet. */
export interface Charge {
  readonly kind: 'charge';
  readonly priceKey: string;
  /** Region whose price applies. @default - that of the environment */
  readonly region?: string;
  /** In the unit of the price row. */
  readonly quantity: Decimal;
  readonly layer: CostLayer;
  readonly component: Component;
  readonly description: string;
  /** How the quantity came about, and what the price leaves out; empty when there is nothing to add. */
  readonly note: string;
}

/** A resource that costs money, or may, and for which no figure can be given. */
export interface Unpriced {
  readonly kind: 'unpriced';
  readonly reason: string;
}

/** A resource that costs nothing by itself. */
export interface Free {
  readonly kind: 'free';
  readonly reason: string;
}

export type Pricing = readonly Charge[] | Unpriced | Free;

export interface PricingContext {
  /** The stack that holds the resource. */
  readonly stack: SynthesizedStack;
  /** Every resource of the environment, over all its stacks. */
  readonly resources: readonly StackResource[];
  readonly usage: ResolvedUsage;
  /** Prices of the environment's region. */
  readonly sheet: PriceSheet;
}

/** A charge without region and note, which most have not. */
export function chargeOf(
  priceKey: string,
  quantity: Decimal.Value,
  component: Component,
  description: string,
  note = '',
  layer: CostLayer = 'shared',
): Charge {
  return { kind: 'charge', priceKey, quantity: new Decimal(quantity), layer, component, description, note };
}

/** How the resources of one type are billed. */
export type Pricer = (resource: StackResource, context: PricingContext) => Pricing;

export function unpriced(reason: string): Unpriced {
  return { kind: 'unpriced', reason };
}

export function free(reason: string): Free {
  return { kind: 'free', reason };
}

/**
 * Prices a resource by a usage figure that is stated for the whole environment. The first resource of a type carries
 * it; a second one would count it twice.
 */
export function onceInEnvironment(pricer: Pricer): Pricer {
  return (resource, context) =>
    context.resources.find(({ type }) => type === resource.type) === resource
      ? pricer(resource, context)
      : free('its usage is counted at the first resource of this type');
}
