/** Dollars for a terabyte and for a run: once with everything that is paid for it, once for the engine's work alone. */
import { Decimal } from 'decimal.js';
import { sumUsd, type BillLine } from './bill';
import { componentOf } from './bill-services';
import type { MonthOfWork } from './work';

export interface UnitCost {
  readonly what: string;
  /** Null where nothing measured it. */
  readonly usd: string | null;
  readonly targetUsd: string;
  readonly met: boolean | null;
  readonly how: string;
}

export interface UnitTargets {
  /** Of one run, everything that a pipeline turns on. */
  readonly usdPerRun: number;
  /** Of the engine's work for a terabyte. */
  readonly usdPerTerabyte: number;
  /** Of a landed terabyte, with all that is paid until it stands in gold. */
  readonly usdPerLandedTerabyte: number;
}

/** What a run turns on: pools with start-up, smallest size and idle tail, the factory, operations of storage, logs. */
export const OF_A_RUN: readonly string[] = ['spark', 'orchestration', 'storage operations', 'observability'];

/**
 * @param engineUsd of the engine's own seconds, at the price of a vCore; null where it is not known
 */
export function unitCosts(
  lines: readonly BillLine[],
  work: MonthOfWork | undefined,
  targets: UnitTargets,
  engineUsd: Decimal | null,
): readonly UnitCost[] {
  const paid = sumUsd(lines.filter((line) => OF_A_RUN.includes(componentOf(line) ?? '')));
  const tb = work === undefined || work.landedTb === 0 ? null : new Decimal(work.landedTb);
  const runs = work === undefined ? null : new Decimal(work.runs);
  const spent = `$${paid.toFixed(2)} for Spark, orchestration, storage operations and logs`;
  const noRuns =
    work === undefined ? 'the ledger has no run of this month' : 'nothing landed in the runs of this month';
  return [
    costOf('a landed terabyte, all in', paid, tb, targets.usdPerLandedTerabyte, spent, 'TB landed, compressed', noRuns),
    costOf('a run, all in', paid, runs, targets.usdPerRun, spent, 'runs', noRuns),
    costOf(
      'a landed terabyte, the engine alone',
      engineUsd,
      tb,
      targets.usdPerTerabyte,
      engineUsd === null ? '' : `$${engineUsd.toFixed(4)} for the vCores while tables were at work`,
      'TB landed, compressed',
      noRuns,
    ),
  ];
}

function costOf(
  what: string,
  usd: Decimal | null,
  by: Decimal | null,
  target: number,
  spent: string,
  unit: string,
  unknown: string,
): UnitCost {
  const targetUsd = String(target);
  if (usd === null || by === null || by.isZero()) return { what, usd: null, targetUsd, met: null, how: unknown };
  const one = usd.div(by);
  return {
    what,
    usd: one.toFixed(2),
    targetUsd,
    met: one.lt(target),
    how: `${spent} / ${by.toSignificantDigits(6).toString()} ${unit}`,
  };
}
