/** Where a figure comes from: an owner's word, the ledger of a lake that has run, or a bill. */
export type StatedOrigin = 'stated' | 'measured' | 'billed';

/** A figure that nothing in the repository tells, as a number or as the range in which it is believed to lie. */
export type Figure =
  number | { readonly low: number; readonly base: number; readonly high: number; readonly origin?: StatedOrigin };

/** What an environment has to do. Everything else that a bill depends on is derived from the synthesized stacks. */
export interface Workload {
  /** Gigabytes (decimal, as delivered, compressed) that land a day, by bronze table without its layer: `events`. */
  readonly landedGbPerDay: Readonly<Record<string, Figure>>;
  /** Months for which data has been landing, 1 to 60: what is stored today is their sum. */
  readonly collectedMonths: number;
  /** Growth of what lands, percent a month. @default 0 */
  readonly growthPercent?: number;
  /** Gigabytes that a layer gets for each that lands. */
  readonly layerRatio: Readonly<Record<'bronze' | 'silver' | 'gold', Figure>>;
  /** Percent of a layer's data that MERGE and OPTIMIZE write again each day. */
  readonly rewrittenPercentPerDay: Readonly<Record<'bronze' | 'silver' | 'gold', Figure>>;
  /**
   * Minutes of a run by Data Factory pipeline, `sessionStartMinutes` apart. A pipeline that is not named takes as long as
   * `default`.
   */
  readonly runMinutes: Readonly<Record<string, Figure>> & { readonly default: Figure };
  /**
   * Minutes that a Spark session takes to start: added to a run for each session that waits for another, so that a bill follows
   * how the pipeline divides the tables. @default 0: `runMinutes` include them
   */
  readonly sessionStartMinutes?: Figure;
  /** Average nodes while a Spark pool is up, head node included; never fewer than its minimum, and refused above its maximum. */
  readonly nodes: Readonly<Record<string, Figure>>;
  /** Hours of a working day in which people use a Spark pool from notebooks. @default - none */
  readonly notebookHours?: Readonly<Record<string, Figure>>;
  /** Serverless SQL: queries a day, and gigabytes (decimal) that each processes on average. */
  readonly serverless: { readonly queriesPerDay: Figure; readonly gbPerQuery: Figure };
  /** Queries a day at all dedicated pools: they make log lines, not hours. @default 0 */
  readonly dedicatedQueriesPerDay?: Figure;
  /** Terabytes (decimal) stored, by dedicated SQL pool. */
  readonly sqlPoolTb: Readonly<Record<string, Figure>>;
  /** What a tenant lands, in percent of what the lake itself lands. @default 10 */
  readonly tenantPercent?: Figure;
  /**
   * Minutes for which the managed network of Data Factory is billed after an activity. Microsoft's pricing example bills 60;
   * whether that holds for activities that only wait for Spark is not confirmed.
   * @default - low 0, base 60, high 60
   */
  readonly managedNetworkMinutes?: Figure;
  /** Days for which VACUUM keeps files that no version needs. @default 7 */
  readonly vacuumDays?: number;
}

const GIB_PER_GB = 1e9 / 2 ** 30;
const DAYS_PER_MONTH = 365 / 12;

/** GiB that a layer has taken in by now at the base of its figures, before anything is deleted: what a restore has to bring back at most. */
export function collectedGib(workload: Workload, layer: 'bronze' | 'silver' | 'gold'): number {
  const base = (figure: Figure): number => (typeof figure === 'number' ? figure : figure.base);
  const landed = Object.values(workload.landedGbPerDay).reduce<number>((sum, figure) => sum + base(figure), 0);
  return Math.round(landed * base(workload.layerRatio[layer]) * GIB_PER_GB * workload.collectedMonths * DAYS_PER_MONTH);
}
