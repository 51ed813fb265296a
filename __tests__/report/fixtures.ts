import { join, resolve } from 'node:path';
import { compileManifest } from '../../contracts/compile';
import { loadContracts } from '../../contracts/load';
import type { DailySales, LakeData, QualityResult, TableRun } from '../../delivery/lake-data';
import { TARGETS } from '../../environments/settings/targets';
import { unmeasured } from '../../delivery/service-levels';
import type { Estimate } from '../../finops/estimate';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import { evaluatePolicies } from '../../policies/engine';
import { rules } from '../../policies/rules';
import type { SynthesizedStack } from '../../synthesized/stack';
import type { ReportData } from '../../report/report-data';

const contracts = join(resolve(__dirname, '..', '..'), 'contracts', 'tables');

export const tables = compileManifest(loadContracts(contracts), () => '').tables;

function estimate(environment: string, storage: string, spark: string, total: string): Estimate {
  return {
    environment,
    region: 'eastus',
    currency: 'USD',
    asOf: '2026-09',
    lowestConfidence: 'single-source',
    conflicts: 2,
    items: [],
    unpriced: [],
    free: [],
    unplacedUsage: [],
    totalUsd: total,
    byLayer: {},
    byComponent: { 'storage capacity': storage, spark },
    budget: null,
    figures: [],
    byConfidence: {},
    incomplete: [],
    range: null,
    landedTbPerMonth: null,
    lifecycle: [],
    lifecycleUnknown: [],
  };
}

/** A storage account that keys can open: one finding, beside what does not apply. */
const stack: SynthesizedStack = {
  name: 'dev',
  environment: 'dev',
  resources: [
    {
      type: 'azurerm_storage_account',
      id: 'lake',
      address: 'azurerm_storage_account.lake',
      path: 'dev/Lakehouse/Storage',
      body: { shared_access_key_enabled: true },
    },
  ],
  terraform: {},
  parts: [],
  moves: [],
};

/** One table after the other. */
function tableRuns(runId: string, startedAt: string): TableRun[] {
  let elapsed = 0;
  const next = (seconds: number): string => {
    const begun = new Date(Date.parse(startedAt) + elapsed * 1000).toISOString();
    elapsed += seconds;
    return begun;
  };
  return tables.map(({ name, layer }, index) => ({
    runId,
    releaseId: '0123456789abcdef',
    table: name,
    layer,
    status: 'succeeded',
    startedAt: next(1.5 + index),
    seconds: 1.5 + index,
    rowsIn: 1000,
    accepted: 990,
    quarantined: 10,
    rescued: layer === 'bronze' ? 5 : 0,
    bytesIn: layer === 'bronze' ? 2_000_000 : 0,
    version: 3,
  }));
}

function quality(runId: string, checkedAt: string): QualityResult[] {
  return tables.flatMap(({ name, rowChecks }) =>
    rowChecks.map(({ id, dimension, severity }, index) => ({
      runId,
      table: name,
      checkId: id,
      kind: 'row',
      dimension,
      severity,
      evaluated: 1000,
      failed: index === 0 ? 7 : 0,
      passed: true,
      value: null,
      expectation: null,
      ruleFingerprint: 'f'.repeat(16),
      checkedAt,
    })),
  );
}

function year(): DailySales[] {
  return Array.from({ length: 365 }, (_unused, day) => ({
    date: new Date(Date.UTC(2017, 0, 1 + day)).toISOString().slice(0, 10),
    salesValue: (12_000 + 2500 * Math.sin(day / 1.1) + 1500 * Math.sin(day / 60)).toFixed(2),
    baskets: 400,
    households: 300,
  }));
}

export const lake: LakeData = {
  schemaVersion: 1,
  runs: [...tableRuns('run-1', '2026-11-23T08:00:00Z'), ...tableRuns('run-2', '2026-11-24T08:00:00Z')],
  quality: [...quality('run-1', '2026-11-23T08:01:00Z'), ...quality('run-2', '2026-11-24T08:01:00Z')],
  tables: tables.map(({ name }, index) => ({ name, rows: 12_345 * (index + 1), version: 3, files: 4, bytes: 7e6 })),
  dailySales: year(),
};

export const emptyLake: LakeData = { schemaVersion: 1, runs: [], quality: [], tables: [], dailySales: [] };

export const data: ReportData = {
  release: '0123456789abcdef',
  tables,
  lake,
  targets: TARGETS,
  environmentTargets: {},
  levels: unmeasured('a test'),
  price: { cores: 2, sheet: loadPriceSheet('eastus') },
  estimates: [
    estimate('dev', '120.50', '310.25', '430.75'),
    estimate('staging', '480.00', '900.00', '1380.00'),
    estimate('prod', '5200.00', '9100.00', '14300.00'),
  ],
  policies: evaluatePolicies([stack], rules, [], '2026-11-24'),
  benchmarks: [
    {
      id: 'bronze-checks',
      title: 'Bronze, 10 checks',
      value: 1.12,
      unit: 'x',
      goal: 1.15,
      better: 'lower',
      cpuValue: 1.1,
      load: 0.4,
      measuredAt: '2026-11-24T10:00:00+00:00',
    },
    {
      id: 'year-speed',
      title: 'Landing to gold',
      value: 7.5,
      unit: 'MB/s a core',
      goal: 8,
      better: 'higher',
      cpuValue: 8.2,
      load: 0.5,
      measuredAt: '2026-11-24T10:05:00+00:00',
    },
  ],
};
