import { Decimal } from 'decimal.js';
import { prod } from '../../../environments/prod';
import type { MonthlyBill } from '../../../finops/actuals/bill';
import { costReport, type CostReport } from '../../../finops/actuals/cost-report';
import { isWeekend } from '../../../finops/actuals/calendar';
import type { TableWork } from '../../../finops/actuals/work';
import { knownPriceSheet } from '../../../finops/load-price-sheet';
import { asEstimated, billOf, shippedProd, type Charge } from './constructed';

const shipped = shippedProd();
const MONTH = '2026-11';

function report(bills: readonly MonthlyBill[], ledger?: readonly TableWork[]): CostReport {
  return costReport({
    environment: prod,
    month: MONTH,
    bills,
    ledger,
    queries: undefined,
    estimate: shipped.estimate,
    stacks: shipped.stacks,
    sheetOf: knownPriceSheet,
  });
}

const sum = (parts: readonly { readonly usd: string }[]): string =>
  Decimal.sum(0, ...parts.map(({ usd }) => usd)).toFixed(2);

const find = (charges: readonly Charge[], resource: string, meter: string): Charge => {
  const found = charges.find(({ line }) => line.resourceId.endsWith(`/${resource}`) && line.meter === meter);
  if (found === undefined) throw new Error(`${resource} ${meter}`);
  return found;
};

describe('a month as estimated', () => {
  const charges = asEstimated(shipped, MONTH);
  const told = report([billOf(asEstimated(shipped, '2026-10'), '2026-10'), billOf(charges, MONTH)]);

  test('costs the estimate, has no variance and nothing unusual', () => {
    expect(told.spend.totalUsd).toBe(shipped.estimate.totalUsd);
    expect(told.variance).toMatchObject({ deltaUsd: '0.00', variances: [] });
    expect(told.recalibration).toEqual({ edits: [], withoutSetting: [] });
    expect(told.anomalies.found).toEqual([]);
    expect(told.anomalies.judged).toBeGreaterThan(10);
  });

  test('every division adds up to the total', () => {
    const { spend, allocation } = told;
    for (const parts of [spend.byLayer, spend.byTenant, spend.byService, spend.byResource]) {
      expect(sum(parts)).toBe(spend.totalUsd);
    }
    expect(sum(allocation.byLayer)).toBe(spend.totalUsd);
    expect(sum(allocation.byTable)).toBe(spend.totalUsd);
    expect(new Decimal(allocation.allocatedUsd).plus(sum(allocation.unallocated)).toFixed(2)).toBe(spend.totalUsd);
  });

  test('what nobody measured is said, not counted as nothing', () => {
    expect(told.unitCosts.map(({ usd }) => usd)).toEqual([null, null, null]);
    expect(told.notMeasured.join('\n')).toMatch(/ledger of this lake cannot be read/);
    expect(told.notMeasured.join('\n')).toMatch(/idle time of synspbatch: not measured/);
    expect(told.allocation.unallocated.map(({ what }) => what)).toContain('spark');
  });
});

test('five planted causes are named, and the proposed edits give the billed quantities', () => {
  const charges = asEstimated(shipped, MONTH);
  const spark = find(charges, 'synspbatch', 'vCore');
  const sql = find(charges, 'syndpserving', '100 DWUs');
  const logs = charges.find(({ line }) => line.meter === 'Pay-as-you-go Data Ingestion');
  const serverless = charges.find(({ line }) => line.meter === 'Standard Data Processed');
  if (logs === undefined || serverless === undefined) throw new Error('no logs or serverless SQL in the estimate');
  const times = (charge: Charge, quantity: number, usd: number): Charge => ({
    line: { ...charge.line, quantity: charge.line.quantity.times(quantity) },
    usdOf: (day) => new Decimal(charge.usdOf(day)).times(usd),
  });
  const bill = [
    ...charges.filter((charge) => ![spark, sql, logs, serverless].includes(charge)),
    // Half as many hours again; another price; both; not used; nobody's virtual machine.
    times(spark, 1.5, 1.5),
    times(sql, 1, 1.2),
    times(logs, 2, 3),
    {
      line: {
        ...spark.line,
        resourceId: '/x/forgotten-vm',
        service: 'Virtual Machines',
        product: 'D4s',
        meter: 'D4s v5',
      },
      usdOf: () => '5.50',
    },
  ];
  const { variance, recalibration } = report([billOf(bill, MONTH)]);
  const causes = Object.fromEntries((variance?.variances ?? []).map(({ resource, cause }) => [resource, cause]));
  expect(causes).toEqual({
    synspbatch: 'quantity',
    syndpserving: 'price',
    [logs.line.resourceId.split('/').at(-1) ?? '']: 'price and quantity',
    [serverless.line.resourceId.split('/').at(-1) ?? '']: 'not billed',
    'forgotten-vm': 'not foreseen',
  });
  const deltas = Decimal.sum(0, ...(variance?.variances ?? []).map(({ deltaUsd }) => deltaUsd));
  expect(
    deltas
      .minus(variance?.deltaUsd ?? 0)
      .abs()
      .lte('0.05'),
  ).toBe(true);
  const hours = shipped.estimate.figures.find(({ name }) => name === 'spark.synspbatch.hours')?.value ?? 0;
  const edit = recalibration?.edits.find(({ setting }) => setting === 'spark.synspbatch.hours');
  expect(Number(edit?.value)).toBeCloseTo(hours * 1.5, 1);
  expect(Number(edit?.was)).toBeCloseTo(hours, 1);
  expect(recalibration?.edits.map(({ setting }) => setting)).toContain('logAnalyticsGb');
});

describe('half a month', () => {
  const charges = asEstimated(shipped, MONTH);
  const weekly = charges.map((charge) =>
    charge.line.resourceId.endsWith('/syndpserving')
      ? { ...charge, usdOf: (day: string) => (isWeekend(day) ? 0 : new Decimal(charge.usdOf(day)).times(30).div(21)) }
      : charge,
  );

  test('is held against as much of the estimate, and forecast by workdays and weekends', () => {
    const told = report([billOf(asEstimated(shipped, '2026-10'), '2026-10'), billOf(weekly, MONTH, 15)]);
    // November 2026 has 21 workdays and 9 weekend days, so that the whole month costs the estimate again.
    expect(Number(told.forecast?.usd)).toBeCloseTo(Number(shipped.estimate.totalUsd), -2);
    expect(told.forecast).toMatchObject({ knownDays: 15, openDays: 15 });
    expect(told.spend).toMatchObject({ days: 15, daysInMonth: 30 });
    expect(told.budget.state).toBe('within');
    expect(told.notMeasured[0]).toBe('15 days of the month are not billed yet');
    expect(told.recalibration).toEqual({ edits: [], withoutSetting: [] });
    const spark = told.variance?.variances.filter(({ resource }) => resource === 'synspbatch');
    expect(spark).toEqual([]);
  });

  test('a step is found with its first day, its owner and what it cost beyond the usual', () => {
    const stepped = charges.map((charge) =>
      charge.line.resourceId.endsWith('/synspadhoc')
        ? { ...charge, usdOf: (day: string) => new Decimal(charge.usdOf(day)).plus(day >= '2026-11-12' ? 20 : 0) }
        : charge,
    );
    const { found } = report([
      billOf(asEstimated(shipped, '2026-10'), '2026-10'),
      billOf(stepped, MONTH, 20),
    ]).anomalies;
    // Nine days of twenty dollars each; a day of October is a thirty-first of the same month, so a little less.
    expect(found).toMatchObject([
      { resource: 'synspadhoc', firstDay: '2026-11-12', lastDay: '2026-11-20', days: 9, owner: 'DataEngineering' },
    ]);
    expect(Math.round(Number(found[0]?.extraUsd))).toBe(181);
  });

  test('a step of the month before keeps its first day, and becomes usual in time', () => {
    const step = (first: string) =>
      ['2026-10', MONTH].map((month) =>
        billOf(
          asEstimated(shipped, month).map((charge) =>
            charge.line.resourceId.endsWith('/synspadhoc')
              ? { ...charge, usdOf: (day: string) => new Decimal(charge.usdOf(day)).plus(day >= first ? 20 : 0) }
              : charge,
          ),
          month,
          month === MONTH ? 20 : 31,
        ),
      );
    const late = report(step('2026-10-28')).anomalies.found;
    expect(late[0]).toMatchObject({ resource: 'synspadhoc', firstDay: '2026-10-28' });
    expect(report(step('2026-10-05')).anomalies.found).toEqual([]);
    expect(report(step('2026-10-12')).anomalies.found).toEqual([]);
  });

  test('a lake made in mid-month is held against the days it had', () => {
    const whole = billOf(charges, MONTH);
    const late = {
      ...whole,
      firstDay: '2026-11-16',
      lines: whole.lines.map((line) => ({ ...line, usd: line.usd.div(2), quantity: line.quantity.div(2) })),
      days: whole.days.filter(({ date }) => date >= '2026-11-16'),
      totalUsd: whole.totalUsd.div(2),
    };
    const told = report([late]);
    expect(told.spend).toMatchObject({ days: 15, openDays: 0 });
    expect(told.variance?.variances).toEqual([]);
  });

  test('queries of a pool whose log has no bytes are not compared with serverless SQL', () => {
    const query = { engine: 'dedicated', runs: 40, usd: '1', seconds: 60 };
    const withQueries = (gb: number) =>
      costReport({
        environment: prod,
        month: MONTH,
        bills: [billOf(charges, MONTH)],
        ledger: undefined,
        queries: {
          month: MONTH,
          totalUsd: '1',
          queries: 40,
          byUser: [],
          byEngine: [{ ...query, gb }],
          top: [],
          advice: [],
        },
        estimate: undefined,
        stacks: [],
        sheetOf: knownPriceSheet,
      });
    const advised = (gb: number) => withQueries(gb).advice.filter(({ what }) => what.includes('serverless SQL'));
    expect(advised(0)).toEqual([]);
    expect(withQueries(0).notMeasured.join('\n')).toContain('its request log has no bytes');
    // 100 GB at five dollars a terabyte.
    expect(advised(100)[0]?.because).toContain('40 queries read 100.0 GB, $0.50');
  });

  test('four days give no forecast', () => {
    expect(report([billOf(charges, MONTH, 4)]).forecast).toBeNull();
  });
});

describe('with a ledger', () => {
  /** Hourly runs of ten minutes over thirty days: bronze four, silver four, gold two. */
  const ledger: readonly TableWork[] = Array.from({ length: 720 }, (_, run) => {
    const at = (minute: number): string => new Date(Date.UTC(2026, 10, 1, run, minute)).toISOString();
    const table = (name: string, layer: string, minute: number, minutes: number, bytesIn: number): TableWork => ({
      runId: String(run),
      table: name,
      layer,
      startedAt: at(minute),
      seconds: minutes * 60,
      bytesIn,
    });
    return [
      table('bronze.events', 'bronze', 5, 4, 1e9),
      table('silver.events_clean', 'silver', 9, 4, 5e9),
      table('gold.daily_metrics', 'gold', 13, 2, 5e9),
    ];
  }).flat();
  const told = report([billOf(asEstimated(shipped, MONTH), MONTH)], ledger);

  test('Spark and orchestration go to tables by their seconds, and sums hold', () => {
    const { byLayer, byTable, unallocated } = told.allocation;
    expect(sum(byLayer)).toBe(told.spend.totalUsd);
    expect(unallocated.map(({ what }) => what)).not.toContain('spark');
    expect(unallocated.map(({ what }) => what)).toContain('spark, synspadhoc');
    const share = (name: string): number => Number(byTable.find((part) => part.name === name)?.usd ?? 0);
    expect(share('bronze.events') / share('gold.daily_metrics')).toBeCloseTo(2, 3);
  });

  test('unit costs: all in, and the engine alone beside it', () => {
    const [landed, run, engine] = told.unitCosts;
    // 720 runs of a gigabyte: 0.72 TB. The engine: 720 x 10 min x 24 vCores x $0.138 = $397.44.
    expect(engine?.usd).toBe(new Decimal('397.44').div('0.72').toFixed(2));
    expect(Number(landed?.usd)).toBeGreaterThan(Number(engine?.usd));
    expect(run).toMatchObject({ targetUsd: '50', met: true });
    expect(Number(run?.usd) * 720).toBeCloseTo(Number(landed?.usd) * 0.72, -1);
  });

  test('a longer pause than needed is advised with what it would have saved', () => {
    const lazy = { ...prod, sparkPools: prod.sparkPools.map((pool) => ({ ...pool, autoPauseMinutes: 15 })) };
    const { advice } = costReport({
      environment: lazy,
      month: MONTH,
      bills: [billOf(asEstimated(shipped, MONTH), MONTH)],
      ledger,
      queries: undefined,
      estimate: undefined,
      stacks: [],
      sheetOf: knownPriceSheet,
    });
    // 720 runs x 10 minutes fewer x 24 vCores x $0.138.
    expect(advice[0]).toMatchObject({ what: 'Pause the Spark pool synspbatch after 5 minutes', savedUsd: '397.44' });
    expect(told.advice.map(({ what }) => what)).not.toContain('Pause the Spark pool synspbatch after 5 minutes');
  });

  test('idle time is a range between the smallest and the largest pool at work', () => {
    const idle = told.idle.find(({ resource }) => resource === 'synspbatch');
    expect(Number(idle?.leastIdleUsd)).toBeLessThan(Number(idle?.mostIdleUsd));
    expect(Number(idle?.mostIdleUsd)).toBeLessThan(Number(idle?.paidUsd));
  });
});
