/** What a month will have cost at its end. */
import type { MonthlyBill } from './bill';
import { daysBetween, daysIn, isWeekend } from './calendar';
import { totalSeries, unfinishedDays } from './daily';

export interface Forecast {
  /** At the end of the month; the range holds in four of five months whose days scatter like those so far. */
  readonly usd: string;
  readonly lowUsd: string;
  readonly highUsd: string;
  /** Days that were billed whole, and days that are still to come or to be billed. */
  readonly knownDays: number;
  readonly openDays: number;
  readonly how: string;
}

/** Fewer days say nothing about the next ones. */
const LEAST_DAYS = 5;
/** Days of each kind, workdays and weekends, that the mean looks back on. */
const LOOK_BACK = 10;
/** Of a normal distribution, four fifths lie within so many deviations. */
const FOUR_FIFTHS = 1.2816;

/**
 * Days to come cost what the last ones of their kind did: workdays and weekends apart, since a pool with a window costs
 * nothing on a Sunday.
 *
 * @param bills of the month, and of the one before where it is imported
 * @returns undefined with fewer than five days that are billed whole
 */
export function forecast(bills: readonly MonthlyBill[], month: string): Forecast | undefined {
  const series = totalSeries(bills);
  const whole = series.days.length - unfinishedDays(series);
  const known = series.days.map((day, index) => ({ day, usd: series.usd[index] ?? 0 })).slice(0, whole);
  if (known.length < LEAST_DAYS) return undefined;
  const own = known.filter(({ day }) => day.startsWith(month));
  const open = daysBetween(`${month}-01`, `${month}-${String(daysIn(month)).padStart(2, '0')}`).filter(
    (day) => !own.some((one) => one.day === day),
  );
  const kinds = [true, false].map((weekend) => {
    const alike = known.filter(({ day }) => isWeekend(day) === weekend).slice(-LOOK_BACK);
    const used = (alike.length > 0 ? alike : known).map(({ usd }) => usd);
    return {
      open: open.filter((day) => isWeekend(day) === weekend).length,
      mean: mean(used),
      variance: variance(used),
    };
  });
  const spent = own.reduce((sum, { usd }) => sum + usd, 0);
  const coming = kinds.reduce((sum, kind) => sum + kind.open * kind.mean, 0);
  const deviation = Math.sqrt(kinds.reduce((sum, kind) => sum + kind.open * kind.variance, 0));
  return {
    usd: (spent + coming).toFixed(2),
    lowUsd: Math.max(spent, spent + coming - FOUR_FIFTHS * deviation).toFixed(2),
    highUsd: (spent + coming + FOUR_FIFTHS * deviation).toFixed(2),
    knownDays: own.length,
    openDays: open.length,
    how:
      `${spent.toFixed(2)} in ${String(own.length)} days, and ` +
      kinds
        .map(
          (kind, index) =>
            `${String(kind.open)} ${index === 0 ? 'weekend days' : 'workdays'} x ${kind.mean.toFixed(2)}`,
        )
        .reverse()
        .join(' + '),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
}

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return values.length < 2 ? 0 : values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
