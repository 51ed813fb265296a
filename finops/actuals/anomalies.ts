/** Days on which a resource cost more than it usually does, with the first of them and whom to ask. */
import type { MonthlyBill } from './bill';
import { isWeekend } from './calendar';
import { median, seriesByResource, totalSeries, unfinishedDays, type Series } from './daily';
import { nameOf } from './spend';

export interface Anomaly {
  readonly resource: string;
  /** `YYYY-MM-DD`. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly days: number;
  /** Dollars above what such days usually cost. */
  readonly extraUsd: string;
  readonly usualUsd: string;
  /** From the resource's tag `Owner`; null where it has none. */
  readonly owner: string | null;
}

export interface Anomalies {
  readonly found: readonly Anomaly[];
  /** Resources that were looked at, and those with too few days to say what is usual. */
  readonly judged: number;
  readonly tooFewDays: number;
}

/** Days of one kind that say what is usual; with fewer nothing is judged. */
const LEAST_USUAL = 4;
const LOOK_BACK = 20;
/** A day is unusual beyond three robust deviations, a quarter of the usual, and a dollar: all three. */
const DEVIATIONS = 3;
const ROBUST = 1.4826;
const LEAST_SHARE = 0.25;
const LEAST_USD = 1;

/**
 * @param bills of the month and of months before it
 * @param month only spells that reach into it are told; they may begin before
 */
export function anomalies(bills: readonly MonthlyBill[], month: string): Anomalies {
  const skip = unfinishedDays(totalSeries(bills));
  const owners = ownersOf(bills);
  const judged = [...seriesByResource(bills)].map(([resourceId, series]) => ({
    resourceId,
    spells: spellsOf(series, month, skip),
  }));
  return {
    found: judged
      .flatMap(({ resourceId, spells }) =>
        (spells ?? []).map((spell) => ({
          resource: nameOf(resourceId),
          owner: owners.get(resourceId) ?? null,
          ...spell,
        })),
      )
      .sort((one, other) => Number(other.extraUsd) - Number(one.extraUsd)),
    judged: judged.filter(({ spells }) => spells !== undefined).length,
    tooFewDays: judged.filter(({ spells }) => spells === undefined).length,
  };
}

type Spell = Pick<Anomaly, 'firstDay' | 'lastDay' | 'days' | 'extraUsd' | 'usualUsd'>;

/** Undefined where no day of the month could be compared. */
function spellsOf({ days, usd }: Series, month: string, skip: number): readonly Spell[] | undefined {
  const usual: Record<'weekend' | 'workday', number[]> = { weekend: [], workday: [] };
  const odd: { readonly day: string; readonly at: number; readonly extra: number; readonly usual: number }[] = [];
  let compared = 0;
  days.slice(0, days.length - skip).forEach((day, at) => {
    const value = usd[at] ?? 0;
    const alike = usual[isWeekend(day) ? 'weekend' : 'workday'];
    const before = alike.slice(-LOOK_BACK);
    if (before.length >= LEAST_USUAL) {
      if (day.startsWith(month)) compared++;
      const middle = median(before);
      const scatter = median(before.map((one) => Math.abs(one - middle))) * ROBUST;
      const limit = Math.max(DEVIATIONS * scatter, LEAST_SHARE * middle, LEAST_USD);
      if (value - middle > limit) {
        odd.push({ day, at, extra: value - middle, usual: middle });
        // What is unusual this month does not become usual, so that a step keeps its first day; that of a month before does
        // in time, or a resource that came in October would be unusual in every month after it.
        if (day.startsWith(month)) return;
      }
    }
    alike.push(value);
  });
  return compared === 0 ? undefined : joined(odd).filter(({ lastDay }) => lastDay >= `${month}-01`);
}

/** Unusual days one after the other are one event; a usual day between two makes them two. */
function joined(
  odd: readonly { readonly day: string; readonly at: number; readonly extra: number; readonly usual: number }[],
): readonly Spell[] {
  const groups: (typeof odd)[number][][] = [];
  for (const one of odd) {
    const last = groups.at(-1);
    if (last !== undefined && last.at(-1)?.at === one.at - 1) last.push(one);
    else groups.push([one]);
  }
  return groups.map((group) => ({
    firstDay: group[0]?.day ?? '',
    lastDay: group.at(-1)?.day ?? '',
    days: group.length,
    extraUsd: group.reduce((sum, { extra }) => sum + extra, 0).toFixed(2),
    usualUsd: median(group.map(({ usual }) => usual)).toFixed(2),
  }));
}

function ownersOf(bills: readonly MonthlyBill[]): ReadonlyMap<string, string> {
  return new Map(
    bills.flatMap(({ lines }) =>
      lines.flatMap(({ resourceId, tags: { owner } }) => (owner === undefined ? [] : [[resourceId, owner] as const])),
    ),
  );
}
