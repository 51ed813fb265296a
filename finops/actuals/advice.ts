/** Everything that a month says should be otherwise, the largest saving first. */
import { Decimal } from 'decimal.js';
import type { Estimate } from '../estimate';
import { sumUsd, type BillLine } from './bill';
import { componentOf } from './bill-services';
import type { SqlPoolUse } from './idle';
import { dedicatedQueries, type MonthOfQueries } from './queries';
import { autoPauseAdvice, leastNodesAdvice, serverlessAdvice, type Advice, type SparkPoolUse } from './right-sizing';
import { nameOf } from './spend';
import type { Tiering } from './tiering';
import type { MonthOfWork } from './work';

export interface MonthOfUse {
  readonly lines: readonly BillLine[];
  readonly queries: MonthOfQueries | undefined;
  readonly estimate: Estimate | undefined;
  /** Of the month that the bill covers, 0 to 1. */
  readonly share: Decimal;
  readonly work: MonthOfWork | undefined;
  /** On which the lake's own runs work. */
  readonly pool: SparkPoolUse | undefined;
  readonly sqlPools: readonly SqlPoolUse[];
  readonly tiering: Tiering | null;
  /** Undefined where the sheet of the region has no price of serverless SQL. */
  readonly usdPerServerlessTb: Decimal | undefined;
}

export function adviceOf({
  lines,
  queries,
  estimate,
  share,
  work,
  pool,
  sqlPools,
  tiering,
  usdPerServerlessTb,
}: MonthOfUse): readonly Advice[] {
  const found: readonly (Advice | undefined)[] = [
    ...(work !== undefined && pool !== undefined ? [autoPauseAdvice(pool, work), leastNodesAdvice(pool, work)] : []),
    ...sqlPools.map((sql) =>
      serverlessAdvice(
        sql,
        sumUsd(
          lines.filter(
            (line) => componentOf(line) === 'dedicated sql' && nameOf(line.resourceId) === sql.name.toLowerCase(),
          ),
        ),
        sqlPools.length === 1 ? dedicatedQueries(queries) : undefined,
        usdPerServerlessTb,
      ),
    ),
    ...(tiering !== null && new Decimal(tiering.netUsd).isNegative()
      ? [
          {
            what: 'Move files into cooler tiers later, or not at all',
            savedUsd: new Decimal(tiering.netUsd).neg().toFixed(2),
            effort: 'low' as const,
            risk: 'The month may be the one of the moves: look at two before you change the rule.',
            edit: 'customProperties tiering of the contracts, or storage of the environment',
            because: `tiers saved $${tiering.grossUsd} and cost $${tiering.feesUsd} in moves, retrieval and early deletion`,
          },
        ]
      : []),
    ...(estimate?.lifecycle ?? [])
      .filter(({ savedUsd }) => savedUsd.startsWith('-'))
      .map((one) => ({
        what: `Leave ${one.container} in its tier`,
        savedUsd: new Decimal(one.savedUsd).neg().div(one.months).times(share).toFixed(2),
        effort: 'low' as const,
        risk: 'None for data; the simulation rests on the workload of the environment.',
        edit: `tiering in the contracts of ${one.container}`,
        because: one.because,
      })),
    ...(queries?.advice ?? []).map((one) => ({
      what: one.remedy,
      savedUsd: one.savedUsd,
      effort: 'medium' as const,
      risk: 'Results stay the same; compare them before and after.',
      edit: `query ${one.label}`,
      because: one.because,
    })),
  ];
  return found
    .filter((one) => one !== undefined)
    .sort((one, other) => Number(other.savedUsd ?? 0) - Number(one.savedUsd ?? 0));
}
