/** The cost report of one environment and one month: everything that a page or a program is made from. */
import { Decimal } from 'decimal.js';
import type { Environment } from '../../environments/settings/environment';
import { nodeVcores } from '../../azure/node-sizes';
import type { SynthesizedStack } from '../../synthesized/stack';
import type { Estimate } from '../estimate';
import type { PriceSheet } from '../price-sheet';
import { costOf } from '../price';
import { adviceOf } from './advice';
import { allocate, type Allocation } from './allocation';
import { anomalies, type Anomalies } from './anomalies';
import type { MonthlyBill } from './bill';
import { previousMonth } from './calendar';
import { billedLines, estimatedLines } from './estimated-lines';
import { forecast, type Forecast } from './forecast';
import { idleSpend, type Idle, type SqlPoolUse } from './idle';
import { notMeasured } from './not-measured';
import { dedicatedQueries, type MonthOfQueries } from './queries';
import { recalibrate, type Recalibration } from './recalibrate';
import type { Advice, SparkPoolUse } from './right-sizing';
import { billsOf, spendOf, type Spend } from './spend';
import { tieringOf, type Tiering } from './tiering';
import { unitCosts, type UnitCost } from './unit-costs';
import { compareWithBill, type VarianceReport } from './variance';
import { workOf, type MonthOfWork, type TableWork } from './work';

export interface CostReportInput {
  readonly environment: Environment;
  /** `YYYY-MM`. */
  readonly month: string;
  /** Of the month and of those before it. */
  readonly bills: readonly MonthlyBill[];
  /** What the lake's ledger knows; undefined where no lake can be asked. */
  readonly ledger: readonly TableWork[] | undefined;
  /** Undefined where no queries of the month are recorded. */
  readonly queries: MonthOfQueries | undefined;
  /** Undefined where nothing is synthesized. */
  readonly estimate: Estimate | undefined;
  readonly stacks: readonly SynthesizedStack[];
  readonly sheetOf: (region: string) => PriceSheet | undefined;
}

export interface BudgetUse {
  readonly monthlyUsd: string;
  readonly usedPercent: string;
  /** Of the forecast; null without one. */
  readonly forecastPercent: string | null;
  readonly state: 'within' | 'forecast to be passed' | 'passed';
}

export interface CostReport {
  readonly schemaVersion: 1;
  readonly environment: string;
  readonly month: string;
  readonly spend: Spend;
  readonly budget: BudgetUse;
  /** Null with fewer than five days that are billed whole. */
  readonly forecast: Forecast | null;
  readonly allocation: Allocation;
  readonly unitCosts: readonly UnitCost[];
  readonly tiering: Tiering | null;
  readonly idle: readonly Idle[];
  readonly queries: MonthOfQueries | null;
  readonly anomalies: Anomalies;
  readonly variance: VarianceReport | null;
  readonly recalibration: Recalibration | null;
  readonly advice: readonly Advice[];
  /** What this report could not tell, and why. */
  readonly notMeasured: readonly string[];
}

/** @throws UserError when no bill of the month is imported */
export function costReport(input: CostReportInput): CostReport {
  const { environment, month, bills, ledger, queries, estimate } = input;
  const known = bills.filter((bill) => bill.month <= month);
  const own = billsOf(known, month);
  const lines = own.flatMap((bill) => bill.lines);
  const recent = known.filter((bill) => bill.month >= previousMonth(month));
  const spend = spendOf(known, month);
  const work = workOf(ledger ?? [], month);
  const sheet = input.sheetOf(environment.location);
  const serverless = sheet?.rows.get('synapse.serverless.dataProcessed');
  const usdPerServerlessTb = serverless && costOf(serverless, new Decimal(1));
  const pools = sparkPoolsOf(environment, sheet);
  const sqlPools = sqlPoolsOf(environment, queries);
  const share = new Decimal(spend.days).div(spend.daysInMonth);
  const variance =
    estimate &&
    compareWithBill(
      estimate,
      estimatedLines(estimate, input.stacks, input.sheetOf, environment.location, share),
      billedLines(own),
    );
  const coming = forecast(recent, month) ?? null;
  const tiering = tieringOf(lines) ?? null;
  const idle = idleSpend(lines, work, pools, environment.pipelinePool, sqlPools);
  const pool = pools.find(({ name }) => name === environment.pipelinePool);
  return {
    schemaVersion: 1,
    environment: environment.name,
    month,
    spend,
    budget: budgetUse(environment, spend, coming),
    forecast: coming,
    allocation: allocate(lines, work, environment.pipelinePool),
    unitCosts: unitCosts(lines, work, environment.targets, engineUsd(work, pool)),
    tiering,
    idle,
    queries: queries ?? null,
    anomalies: anomalies(recent, month),
    variance: variance ?? null,
    recalibration: variance === undefined ? null : recalibrate(variance, share, knownPools(estimate, pools, sqlPools)),
    advice: adviceOf({ lines, queries, estimate, share, work, pool, sqlPools, tiering, usdPerServerlessTb }),
    notMeasured: notMeasured({ ledger, queries, estimate, spend, work, idle, forecast: coming }),
  };
}

function budgetUse({ budget }: Environment, { totalUsd }: Spend, coming: Forecast | null): BudgetUse {
  const whole = new Decimal(budget.monthlyUsd);
  const used = new Decimal(totalUsd).div(whole).times(100);
  const expected = coming === null ? null : new Decimal(coming.usd).div(whole).times(100);
  return {
    monthlyUsd: whole.toFixed(2),
    usedPercent: used.toFixed(1),
    forecastPercent: expected === null ? null : expected.toFixed(1),
    state: used.gt(100) ? 'passed' : expected?.gt(100) === true ? 'forecast to be passed' : 'within',
  };
}

function sparkPoolsOf({ sparkPools }: Environment, sheet: PriceSheet | undefined): readonly SparkPoolUse[] {
  const row = sheet?.rows.get('synapse.spark.memopt.vcore');
  return sparkPools.flatMap(({ name, nodeSize, minNodes, maxNodes, autoPauseMinutes }) => {
    const vcoresPerNode = nodeVcores(nodeSize);
    return row === undefined || vcoresPerNode === undefined
      ? []
      : [{ name, vcoresPerNode, minNodes, maxNodes, autoPauseMinutes, usdPerVcoreHour: costOf(row, new Decimal(1)) }];
  });
}

function sqlPoolsOf({ sqlPools }: Environment, queries: MonthOfQueries | undefined): readonly SqlPoolUse[] {
  const dedicated = dedicatedQueries(queries);
  return sqlPools.map(({ name, sku }) => ({
    name,
    hundredDwu: Number(/^DW(\d+)c$/.exec(sku)?.[1] ?? 100) / 100,
    // Queries name no pool: with several of them nobody can tell whose they were.
    ...(dedicated !== undefined && sqlPools.length === 1 ? { busyHours: dedicated.seconds / 3600 } : {}),
  }));
}

/** The vCores of the smallest pool for as long as tables were at work: start-up, idle tail and growth are the pool's. */
function engineUsd(work: MonthOfWork | undefined, pool: SparkPoolUse | undefined): Decimal | null {
  return work === undefined || pool === undefined
    ? null
    : pool.usdPerVcoreHour.times(pool.minNodes * pool.vcoresPerNode).times(work.busySeconds / 3600);
}

function knownPools(
  estimate: Estimate | undefined,
  pools: readonly SparkPoolUse[],
  sqlPools: readonly SqlPoolUse[],
): Parameters<typeof recalibrate>[2] {
  const nodes = (name: string): number | undefined =>
    estimate?.figures.find((figure) => figure.name === `spark.${name}.averageNodes`)?.value;
  return {
    spark: Object.fromEntries(
      pools.map(({ name, vcoresPerNode, minNodes }) => [
        name,
        { vcoresPerNode, averageNodes: nodes(name) ?? minNodes },
      ]),
    ),
    hundredDwu: Object.fromEntries(sqlPools.map(({ name, hundredDwu }) => [name, hundredDwu])),
  };
}
