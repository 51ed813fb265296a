/** Whether the lifecycle rules of a lake earn what they cost, by container. */
import { Decimal } from 'decimal.js';
import type { PriceSheet } from '../price-sheet';
import { DAYS_PER_MONTH, type Flow } from '../simulation/cohorts';
import { lifecycleValue } from '../simulation/lifecycle-value';

/** A container's flow and what its account is priced by. */
export interface TieredFlow {
  readonly container: string;
  /** As in price keys, for example `ragrs`. */
  readonly redundancy: string;
  readonly region: string | undefined;
  readonly flow: Flow;
}

export interface LifecycleFinding {
  readonly container: string;
  /** Horizon of the simulation. */
  readonly months: number;
  /** Over the first year, and over the horizon; negative where the rules lose money. */
  readonly savedFirstYearUsd: string;
  readonly savedUsd: string;
  /** By whose end the rules have paid for themselves and stay so; null within the horizon. */
  readonly paidBackInMonth: number | null;
  readonly because: string;
}

/** Three years: a rule that has not paid for itself by then is not kept for money. */
const HORIZON = 36;
const YEAR = 12;

/**
 * One finding for each container of which files change tiers.
 *
 * @returns with the containers of which a price that is needed is not known
 */
export function lifecycleFindings(
  flows: readonly TieredFlow[],
  sheetOf: (region: string | undefined) => PriceSheet | undefined,
): { readonly findings: readonly LifecycleFinding[]; readonly unknown: readonly string[] } {
  const tiered = flows.filter(({ flow }) => flow.steps.length > 0);
  const names = [...new Set(tiered.map(({ container }) => container))];
  const judged = names.map((container) => ({
    container,
    finding: findingOf(
      container,
      tiered.filter((one) => one.container === container),
      sheetOf,
    ),
  }));
  return {
    findings: judged.flatMap(({ finding }) => finding ?? []),
    unknown: judged.filter(({ finding }) => finding === undefined).map(({ container }) => container),
  };
}

function findingOf(
  container: string,
  flows: readonly TieredFlow[],
  sheetOf: (region: string | undefined) => PriceSheet | undefined,
): LifecycleFinding | undefined {
  let [first, all, cost] = [new Decimal(0), new Decimal(0), new Decimal(0)];
  let paidBack: number | null = 0;
  for (const { flow, redundancy, region } of flows) {
    const sheet = sheetOf(region);
    // What MERGE rewrites it has read before, from whatever tier it lies in.
    const read = Math.min(flow.rewritten * DAYS_PER_MONTH, 1);
    const whole = sheet && lifecycleValue(flow, HORIZON, sheet, redundancy, read);
    if (whole === undefined) return undefined;
    first = first.plus(whole.savedAfter[YEAR - 1] ?? 0);
    all = all.plus(whole.saved);
    cost = cost.plus(whole.withoutRules);
    paidBack = paidBack === null || whole.paidBackInMonth === null ? null : Math.max(paidBack, whole.paidBackInMonth);
  }
  const steps = flows[0]?.flow.steps.map(({ tier, afterDays }) => `${tier} after ${String(afterDays)} days`) ?? [];
  return {
    container,
    months: HORIZON,
    savedFirstYearUsd: first.toFixed(2),
    savedUsd: all.toFixed(2),
    paidBackInMonth: paidBack,
    because:
      `${steps.join(', ')}: over ${String(HORIZON)} months $${cost.minus(all).toFixed(2)} with the rules, ` +
      `$${cost.toFixed(2)} without, moves, retrieval and early deletion included`,
  };
}
