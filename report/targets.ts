import { Decimal } from 'decimal.js';
import type { Layer } from '../contracts/contract';
import type { QualityResult } from '../delivery/lake-data';
import { OF_A_RUN } from '../finops/actuals/unit-costs';
import type { Estimate } from '../finops/estimate';
import { latestFreshness, latestQuality, runsOf, secondsByLayer } from './latest';
import { dollars, percent, seconds } from './numbers';
import { LEVEL_HOURS, type ReportData } from './report-data';
import { costOfWork } from './run-cost';

/** One figure to hold. */
export interface TargetLine {
  readonly figure: string;
  readonly target: string;
  /** Null when nothing measures it yet; the page says so rather than show a guess. */
  readonly measured: { readonly value: string; readonly met: boolean; readonly from: string } | null;
}

const BYTES_PER_TERABYTE = 1e12;
const SECONDS_PER_HOUR = 3600;

/** The figures the lake has to hold, with what is known of each today. */
export function targetLines(data: ReportData): readonly TargetLine[] {
  const { targets } = data;
  return [
    ...data.estimates.map((estimate): TargetLine => {
      const { environment, byComponent } = estimate;
      const { storageUsdPerMonth } = data.environmentTargets[environment] ?? targets;
      const usd = new Decimal(byComponent['storage capacity'] ?? 0).plus(byComponent['storage operations'] ?? 0);
      return {
        figure: `storage a month, ${environment}`,
        target: `below $${storageUsdPerMonth.toLocaleString('en-US')}`,
        measured: { value: dollars(usd.toFixed(2)), met: usd.lt(storageUsdPerMonth), from: 'estimate' },
      };
    }),
    ...data.estimates.flatMap((estimate) => landedTerabyte(estimate, data)),
    ...runCosts(data),
    ...layerTimes(data),
    qualityLine(data, 'schema pass', 'conformity', targets.schemaPassPercent / 100),
    qualityLine(data, 'completeness', 'completeness', targets.completenessPercent / 100),
    freshnessLine(data),
    successLine(data),
    personalLine(data),
    ...levelLines(data),
  ];
}

function levelLines({ levels, targets }: ReportData): readonly TargetLine[] {
  const { availabilityPercent: share, deniedRequests: denied } = levels;
  const from = `storage metrics of the last ${LEVEL_HOURS} hours`;
  return [
    {
      figure: 'availability',
      target: `above ${targets.availabilityPercent} %`,
      measured: share === null ? null : { value: percent(share / 100), met: share > targets.availabilityPercent, from },
    },
    {
      figure: 'access violations',
      target: `${targets.accessViolations}`,
      measured: denied === null ? null : { value: String(denied), met: denied <= targets.accessViolations, from },
    },
  ];
}

/** What the estimate implies for a terabyte that lands, with all that is paid for it. */
function landedTerabyte(estimate: Estimate, { environmentTargets, targets }: ReportData): readonly TargetLine[] {
  const { environment, byComponent, landedTbPerMonth } = estimate;
  if (landedTbPerMonth === null) return [];
  const { usdPerLandedTerabyte } = environmentTargets[environment] ?? targets;
  const paid = Decimal.sum(0, ...OF_A_RUN.map((component) => byComponent[component] ?? 0));
  const usd = paid.div(landedTbPerMonth);
  return [
    {
      figure: `a landed terabyte all in, ${environment}`,
      target: `below $${usdPerLandedTerabyte.toLocaleString('en-US')}`,
      measured: {
        value: dollars(usd.toFixed(2)),
        met: usd.lt(usdPerLandedTerabyte),
        from: `estimate: ${OF_A_RUN.join(', ')}, ${new Decimal(landedTbPerMonth).toSignificantDigits(3).toString()} TB a month`,
      },
    },
  ];
}

function runCosts({ lake, price, targets }: ReportData): readonly TargetLine[] {
  const last = runsOf(lake).at(-1);
  const usd = last === undefined ? null : new Decimal(costOfWork(last.seconds, price).usd);
  const read = last?.tables.reduce((sum, run) => sum + (run.layer === 'bronze' ? run.bytesIn : 0), 0) ?? 0;
  const perTerabyte = usd === null || read === 0 ? null : usd.times(BYTES_PER_TERABYTE).div(read);
  const from = 'last run, as if on Synapse';
  return [
    {
      figure: 'a pipeline run, the engine alone',
      target: `below $${targets.usdPerRun}`,
      measured: usd === null ? null : { value: `$${usd.toFixed(4)}`, met: usd.lt(targets.usdPerRun), from },
    },
    {
      figure: 'a landed terabyte, the engine alone',
      target: `below $${targets.usdPerTerabyte}`,
      measured:
        perTerabyte === null
          ? null
          : {
              value: dollars(perTerabyte.toFixed(2)),
              met: perTerabyte.lt(targets.usdPerTerabyte),
              from: `${from}, landed bytes`,
            },
    },
  ];
}

function layerTimes({ lake, targets }: ReportData): readonly TargetLine[] {
  const last = runsOf(lake).at(-1);
  const times = last === undefined ? new Map<Layer, number>() : secondsByLayer(last);
  return (Object.entries(targets.layerMinutes) as [Layer, number][]).map(([layer, minutes]) => {
    const time = times.get(layer);
    return {
      figure: `${layer} of a run`,
      target: `below ${minutes} min`,
      measured: time === undefined ? null : { value: seconds(time), met: time < minutes * 60, from: 'last run' },
    };
  });
}

function qualityLine({ lake }: ReportData, figure: string, dimension: string, least: number): TargetLine {
  const results = lake.quality.filter((result) => result.dimension === dimension);
  const total = (of: (result: QualityResult) => number): number => results.reduce((sum, result) => sum + of(result), 0);
  const evaluated = total((result) => result.evaluated);
  const share = evaluated === 0 ? null : 1 - total((result) => result.failed) / evaluated;
  return {
    figure,
    target: `above ${new Decimal(least).times(100).toFixed()} %`,
    measured:
      share === null ? null : { value: percent(share), met: share > least, from: `every ${dimension} check so far` },
  };
}

/** Of each column as a delivery last showed it: what was undeclared once and is declared now has been put right. */
function personalLine({ lake, tables, targets }: ReportData): TargetLine {
  const scans = { ...lake, quality: lake.quality.filter(({ dimension }) => dimension === 'privacy') };
  const found = tables.flatMap(({ name }) => latestQuality(scans, name));
  const missed = found.filter(({ failed }) => failed > 0).map(({ table, checkId }) => `${table} ${checkId}`);
  const share = found.length === 0 ? null : 1 - missed.length / found.length;
  const sample = `${found.length} columns that a sample of the last deliveries finds personal`;
  return {
    figure: 'personal data detected',
    target: `${targets.piiCoveragePercent} %`,
    measured:
      share === null
        ? null
        : {
            value: percent(share),
            met: share >= targets.piiCoveragePercent / 100,
            from: missed.length === 0 ? sample : `${sample}; undeclared: ${missed.join(', ')}`,
          },
  };
}

/** The oldest news that any table of the last layer took, from delivery to the table's commit. */
function freshnessLine({ lake, tables, targets }: ReportData): TargetLine {
  const ages = tables.flatMap(({ name, layer }) => {
    const age = layer === 'gold' ? latestFreshness(lake, name) : undefined;
    return age === undefined ? [] : [{ name, age }];
  });
  const worst = ages.sort((one, other) => other.age - one.age)[0];
  const { freshnessHours } = targets;
  return {
    figure: 'freshness',
    target: `below ${freshnessHours} h`,
    measured:
      worst === undefined
        ? null
        : {
            value: seconds(worst.age * SECONDS_PER_HOUR),
            met: worst.age < freshnessHours,
            from: `from delivery to ${worst.name}, the slowest of gold at its last news`,
          },
  };
}

function successLine({ lake, targets }: ReportData): TargetLine {
  const runs = runsOf(lake);
  const good = runs.filter(({ tables }) =>
    tables.every(({ status }) => status === 'succeeded' || status === 'unchanged'),
  );
  const share = runs.length === 0 ? null : good.length / runs.length;
  return {
    figure: 'pipeline success',
    target: `above ${targets.pipelineSuccessPercent} %`,
    measured:
      share === null
        ? null
        : {
            value: percent(share),
            met: share > targets.pipelineSuccessPercent / 100,
            from: `${runs.length} runs in the ledger`,
          },
  };
}
