/** Whether a lifecycle rule earns what it costs: the same flow with the rule and without, month by month. */
import { Decimal } from 'decimal.js';
import { costOf } from '../price';
import type { PriceSheet } from '../price-sheet';
import { simulate, type Flow, type MonthOfFlow } from './cohorts';
import { TIERS } from './tiers';

export interface LifecycleValue {
  /** Dollars over all months, capacity, moves, early deletion and retrieval. */
  readonly withRules: Decimal;
  readonly withoutRules: Decimal;
  /** Negative where the rule loses money. */
  readonly saved: Decimal;
  /** The same after each month, the first month first. */
  readonly savedAfter: readonly Decimal[];
  /** First month by whose end the rule has paid for itself; null within the horizon. */
  readonly paidBackInMonth: number | null;
}

/**
 * @param redundancy as in price keys, for example `lrs`
 * @param readShare of what lies in a cooler tier, read in a month, 0 to 1
 * @returns undefined where the sheet lacks a price that is needed
 */
export function lifecycleValue(
  flow: Flow,
  months: number,
  sheet: PriceSheet,
  redundancy: string,
  readShare: number,
): LifecycleValue | undefined {
  const { earlyDeleteDays } = sheet.rules;
  const ruled = simulate(flow, months, earlyDeleteDays).months;
  const free = simulate({ ...flow, steps: [] }, months, earlyDeleteDays).months;
  let [withRules, withoutRules] = [new Decimal(0), new Decimal(0)];
  let paidBackInMonth: number | null = null;
  const savedAfter: Decimal[] = [];
  for (const [index, month] of ruled.entries()) {
    const other = free[index];
    const cost = costOfMonth(month, sheet, redundancy, readShare);
    const hot = other && costOfMonth(other, sheet, redundancy, readShare);
    if (cost === undefined || hot === undefined) return undefined;
    withRules = withRules.plus(cost);
    withoutRules = withoutRules.plus(hot);
    savedAfter.push(withoutRules.minus(withRules));
    if (withRules.gte(withoutRules)) paidBackInMonth = null;
    else paidBackInMonth ??= index + 1;
  }
  return { withRules, withoutRules, saved: withoutRules.minus(withRules), savedAfter, paidBackInMonth };
}

function costOfMonth(
  month: MonthOfFlow,
  sheet: PriceSheet,
  redundancy: string,
  readShare: number,
): Decimal | undefined {
  const writes = redundancy.replace(/^ra/, '');
  const parts = TIERS.flatMap((tier): readonly (readonly [string, number])[] => [
    [`adls.hns.${tier}.${redundancy}.stored`, month.stored[tier]],
    [`adls.hns.${tier}.${writes}.write`, month.movedFiles[tier]],
    [`adls.hns.${tier}.${redundancy}.earlyDelete`, month.earlyGibMonths[tier]],
    [`adls.hns.${tier}.retrieval`, tier === 'hot' ? 0 : month.stored[tier] * readShare * GB_PER_GIB],
  ]);
  let total = new Decimal(0);
  for (const [key, quantity] of parts) {
    if (quantity === 0) continue;
    const row = sheet.rows.get(key);
    if (row === undefined) return undefined;
    total = total.plus(costOf(row, new Decimal(quantity)));
  }
  return total;
}

const GB_PER_GIB = 2 ** 30 / 1e9;
