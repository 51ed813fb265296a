/**
 * `npm run bench:finops`: the simulation against the same loop without tiers and rewrites, the estimate of each environment, and
 * the cost report of a month as the ledger grows: fixed cost and slope apart.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import { loadContracts } from '../contracts/load';
import { environments } from '../environments';
import { prod } from '../environments/prod';
import { allocate } from '../finops/actuals/allocation';
import { parseBill, type MonthlyBill } from '../finops/actuals/bill';
import { costReport } from '../finops/actuals/cost-report';
import type { TableWork } from '../finops/actuals/work';
import { estimateEnvironment } from '../finops/estimate';
import { knownPriceSheet, priceSheetOrEmpty } from '../finops/load-price-sheet';
import { simulate, type Flow } from '../finops/simulation/cohorts';
import { addStacks } from '../stacks';
import { loadStacks } from '../synthesized/load-stacks';

const TABLES = 900;
const MONTHS = 60;
const DAYS = { cool: 30, cold: 90, archive: 180 };
const ROUNDS = 3;
const flow: Flow = {
  gibPerDay: 10,
  growthPercent: 1,
  rewritten: 0.02,
  steps: [
    { tier: 'cool', afterDays: 60 },
    { tier: 'cold', afterDays: 180 },
  ],
  home: 'hot',
  keptDeadDays: 14,
  fileMib: 128,
  runsPerDay: 24,
};

function seconds(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

function median(work: () => void): number {
  return Array.from({ length: ROUNDS }, () => seconds(work)).sort((one, other) => one - other)[1] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

print(
  `load ${loadavg()
    .map((value) => value.toFixed(1))
    .join(', ')}`,
);
simulation();
estimates();
reports();

function simulation(): void {
  const bare = seconds(() => {
    for (let table = 0; table < TABLES; table++) simulate({ ...flow, steps: [], rewritten: 0 }, MONTHS, DAYS);
  });
  const full = seconds(() => {
    for (let table = 0; table < TABLES; table++) simulate(flow, MONTHS, DAYS);
  });
  print(
    `simulation, ${String(MONTHS)} months x ${String(TABLES)} tables: ${full.toFixed(2)} s, ${(full / bare).toFixed(1)} times as long as without tiers and rewrites (${bare.toFixed(2)} s); aim: below 10 s`,
  );
}

function estimates(): void {
  const outdir = mkdtempSync(join(tmpdir(), 'medallion-bench-finops-'));
  try {
    const contracts = loadContracts(join(__dirname, '..', '..', 'contracts', 'tables'));
    const app = new App({ outdir });
    addStacks(app, environments, contracts);
    app.synth();
    const stacks = loadStacks(outdir);
    for (const { name, usage, location } of environments) {
      const own = stacks.filter(({ environment }) => environment === name);
      const once = (): void => {
        estimateEnvironment(own, usage, priceSheetOrEmpty(location), { contracts });
      };
      const first = seconds(once);
      print(
        `estimate of ${name}: first ${first.toFixed(2)} s, then ${median(once).toFixed(2)} s (base, low and high, lifecycle rules over 36 months); aim: below 1 s`,
      );
    }
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function reports(): void {
  const times = [90, 900].map((tables) => {
    const [text, ledger] = [billText(tables), ledgerOf(tables)];
    const whole = median(() => {
      const bill = parseBill(text, 'bench');
      costReport({
        environment: prod,
        month: bill.month,
        bills: [bill],
        ledger,
        queries: undefined,
        estimate: undefined,
        stacks: [],
        sheetOf: knownPriceSheet,
      });
    });
    const { lines } = parseBill(text, 'bench');
    const bare = median(() => {
      allocate(lines, undefined, prod.pipelinePool);
    });
    print(
      `cost report, ${String(tables)} resources, ${String(ledger.length)} rows of the ledger: ${whole.toFixed(2)} s (adding up the lines alone ${bare.toFixed(3)} s)`,
    );
    return { rows: ledger.length, whole };
  });
  const [small, large] = times;
  if (small === undefined || large === undefined) return;
  const slope = (large.whole - small.whole) / (large.rows - small.rows);
  print(
    `  fixed ${(small.whole - slope * small.rows).toFixed(2)} s, and ${(slope * 1e6).toFixed(2)} s a million rows of the ledger`,
  );
}

/** Hourly runs of a month. */
function ledgerOf(tables: number): readonly TableWork[] {
  return Array.from({ length: 720 * tables }, (_, index) => ({
    runId: String(index % 720),
    table: `bronze.t${String(Math.floor(index / 720))}`,
    layer: 'bronze',
    startedAt: new Date(Date.UTC(2026, 10, 1, index % 720, 5)).toISOString(),
    seconds: 30,
    bytesIn: 1e6,
  }));
}

function billText(resources: number): string {
  const lines = Array.from({ length: resources }, (_, index) => ({
    resourceId: `/subscriptions/s/resourcegroups/rg/providers/microsoft.synapse/workspaces/ws/bigdatapools/p${String(index)}`,
    service: 'Azure Synapse Analytics',
    meter: 'vCore',
    unit: '1 Hour',
    layer: 'shared',
    tags: {},
    quantity: '30',
    usd: '3',
  }));
  const days = lines.flatMap(({ resourceId }) =>
    Array.from({ length: 30 }, (_, day) => ({
      date: `2026-11-${String(day + 1).padStart(2, '0')}`,
      resourceId,
      usd: '0.1',
    })),
  );
  const bill: Omit<MonthlyBill, 'lines' | 'days' | 'totalUsd'> = {
    subscription: 's',
    month: '2026-11',
    firstDay: '2026-11-01',
    lastDay: '2026-11-30',
    rows: days.length,
  };
  return JSON.stringify({ schemaVersion: 1, ...bill, totalUsd: String(3 * resources), lines, days });
}
