/** The cost report as sections of tables, from which the page and the Markdown are made: each figure is chosen once. */
import type { Allocation } from '../../finops/actuals/allocation';
import type { CostReport } from '../../finops/actuals/cost-report';
import type { Part } from '../../finops/actuals/spend';
import { counted } from '../../shared/plural';
import { dollars } from '../numbers';

export interface Column {
  readonly title: string;
  readonly isFigure: boolean;
}

export interface CostTable {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}

export interface CostSection {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly tables: readonly CostTable[];
  readonly notes: readonly string[];
}

const word = (title: string): Column => ({ title, isFigure: false });
const money = (title: string): Column => ({ title, isFigure: true });

/** What a reader has to know before any table: the month in one paragraph. */
export function summary({ environment, month, spend, budget, forecast, anomalies, notMeasured }: CostReport): string {
  const { previous, days, daysInMonth } = spend;
  const whole = days >= daysInMonth;
  return [
    `${environment} cost ${usd(spend.totalUsd)} in ${whole ? month : `the first ${String(days)} of ${String(daysInMonth)} days of ${month}`}, ` +
      `${budget.usedPercent} % of the budget of ${usd(budget.monthlyUsd)}.`,
    ...(whole || forecast === null
      ? []
      : [
          `By the end of the month ${usd(forecast.usd)} are expected (${usd(forecast.lowUsd)} to ${usd(forecast.highUsd)}), ${String(budget.forecastPercent)} % of the budget.`,
        ]),
    ...(previous === null
      ? []
      : [`As many days of ${previous.month} cost ${usd(previous.usd)}: ${signed(previous.deltaUsd)}.`]),
    anomalies.found.length === 0
      ? `Nothing unusual on any day of ${counted(anomalies.judged, 'resource')} that could be judged.`
      : `${counted(anomalies.found.length, 'unusual spell')}, see below.`,
    `${counted(notMeasured.length, 'thing')} could not be measured and ${notMeasured.length === 1 ? 'is' : 'are'} listed at the end.`,
  ].join(' ');
}

export function costSections(report: CostReport): readonly CostSection[] {
  return [
    spendSection(report),
    anomalySection(report),
    adviceSection(report),
    unitSection(report),
    allocationSection(report.allocation),
    varianceSection(report),
    tieringSection(report),
    idleSection(report),
    querySection(report),
    {
      id: 'not-measured',
      title: 'Not measured',
      about: 'What this report cannot tell, and why. None of it is counted as nothing.',
      tables: [],
      notes: report.notMeasured,
    },
  ];
}

function spendSection({ spend }: CostReport): CostSection {
  return {
    id: 'spend',
    title: 'Spend',
    about: 'US dollars as billed. Each table adds up to the total.',
    tables: [
      parts('By service', 'service', spend.byService),
      parts('By resource', 'resource', spend.byResource),
      parts('By layer, as tagged', 'layer', spend.byLayer),
      parts('By tenant, as tagged', 'tenant', spend.byTenant),
    ],
    notes: spend.creditsUsd === '0.00' ? [] : [`Credits and refunds of ${usd(spend.creditsUsd)} are in the total.`],
  };
}

function allocationSection({ byLayer, byTable, basis, unallocated }: Allocation): CostSection {
  return {
    id: 'allocation',
    title: 'Allocated to layers and tables',
    about: basis,
    tables: [
      parts('By layer', 'layer', byLayer),
      parts('By table', 'table', byTable),
      {
        label: 'Unallocated',
        columns: [word('unallocated'), money('USD'), word('because')],
        rows: unallocated.map(({ what, usd: amount, because }) => [what, amount, because]),
      },
    ],
    notes: [],
  };
}

function unitSection({ unitCosts }: CostReport): CostSection {
  return {
    id: 'unit-costs',
    title: 'Unit costs',
    about:
      'All in: Spark with start-up, smallest size and idle tail, Data Factory, storage operations and logs. The engine alone is the work itself.',
    tables: [
      {
        label: 'Unit costs',
        columns: [word('unit'), money('USD'), money('target'), word('state'), word('how')],
        rows: unitCosts.map(({ what, usd: amount, targetUsd, met, how }) => [
          what,
          amount ?? 'not measured',
          targetUsd,
          met === null ? '' : met ? 'met' : 'missed',
          how,
        ]),
      },
    ],
    notes: [],
  };
}

function adviceSection({ advice }: CostReport): CostSection {
  return {
    id: 'advice',
    title: 'Advice',
    about: 'What would have cost less with the use of the billed days, and by how much, the dearest first.',
    tables: [
      {
        label: 'Advice',
        columns: [word('do'), money('saves USD'), word('effort'), word('risk'), word('edit'), word('because')],
        rows: advice.map((one) => [one.what, one.savedUsd ?? 'not known', one.effort, one.risk, one.edit, one.because]),
      },
    ],
    notes: advice.length === 0 ? ['Nothing that could be judged would cost less otherwise.'] : [],
  };
}

function anomalySection({ anomalies }: CostReport): CostSection {
  const { found, judged, tooFewDays } = anomalies;
  return {
    id: 'anomalies',
    title: 'Unusual days',
    about: `Days on which a resource cost more than its workdays or weekends usually do. ${counted(judged, 'resource')} judged, ${counted(tooFewDays, 'resource')} with too few days.`,
    tables: [
      {
        label: 'Unusual days',
        columns: [
          word('resource'),
          word('first day'),
          word('last day'),
          money('extra USD'),
          money('usual USD a day'),
          word('owner'),
        ],
        rows: found.map((one) => [
          one.resource,
          one.firstDay,
          one.lastDay,
          one.extraUsd,
          one.usualUsd,
          one.owner ?? 'no tag Owner',
        ]),
      },
    ],
    notes: [],
  };
}

function varianceSection({ variance, recalibration }: CostReport): CostSection {
  return {
    id: 'variance',
    title: 'Estimate against bill',
    about:
      variance === null
        ? 'There is no estimate to compare with.'
        : `Estimated ${usd(variance.estimatedUsd)} for these days, billed ${usd(variance.billedUsd)}: ${signed(variance.deltaUsd)}.`,
    tables: [
      {
        label: 'Estimate against bill',
        columns: [
          word('resource'),
          word('meter'),
          word('cause'),
          money('estimated'),
          money('billed'),
          money('difference'),
          word('because'),
        ],
        rows: (variance?.variances ?? []).map((one) => [
          one.resource,
          one.meter,
          one.cause,
          one.estimatedUsd,
          one.billedUsd,
          one.deltaUsd,
          one.because,
        ]),
      },
      {
        label: 'Proposed edits of the usage',
        columns: [word('usage setting'), money('proposed'), money('estimated with'), word('because')],
        rows: (recalibration?.edits ?? []).map(({ setting, value, was, because }) => [setting, value, was, because]),
      },
    ],
    notes:
      recalibration === null || recalibration.withoutSetting.length === 0
        ? []
        : [`Differ and have no setting of their own: ${recalibration.withoutSetting.join(', ')}.`],
  };
}

function tieringSection({ tiering }: CostReport): CostSection {
  return {
    id: 'tiering',
    title: 'Storage tiers',
    about:
      tiering === null
        ? 'The bill has no stored data.'
        : `Cooler tiers saved ${usd(tiering.grossUsd)}, moves, retrieval and early deletion cost ${usd(tiering.feesUsd)}: net ${usd(tiering.netUsd)}.`,
    tables: [
      {
        label: 'Storage tiers',
        columns: [word('tier'), money('GiB-months'), money('USD')],
        rows: (tiering?.tiers ?? []).map(({ tier, gib, usd: amount }) => [tier, gib, amount]),
      },
    ],
    notes:
      tiering === null || tiering.unknownGib === '0.0'
        ? []
        : [`${tiering.unknownGib} GiB-months have no hot price on this bill and are not in the saving.`],
  };
}

function idleSection({ idle }: CostReport): CostSection {
  return {
    id: 'idle',
    title: 'Idle spend',
    about: 'Paid while nothing was done. A range, because a bill counts vCore-hours and the ledger seconds.',
    tables: [
      {
        label: 'Idle spend',
        columns: [word('resource'), money('paid USD'), money('idle, at least'), money('idle, at most'), word('how')],
        rows: idle.map((one) => [
          one.resource,
          one.paidUsd,
          one.leastIdleUsd ?? 'not measured',
          one.mostIdleUsd ?? 'not measured',
          one.how,
        ]),
      },
    ],
    notes: [],
  };
}

function querySection({ queries }: CostReport): CostSection {
  return {
    id: 'queries',
    title: 'Queries',
    about:
      queries === null
        ? 'No queries of this month are recorded.'
        : `${counted(queries.queries, 'query', 'queries')} cost ${usd(queries.totalUsd)}.`,
    tables: [
      {
        label: 'Dearest queries',
        columns: [
          word('query'),
          word('user'),
          word('engine'),
          word('tables'),
          money('runs'),
          money('USD'),
          money('GB'),
        ],
        rows: (queries?.top ?? []).map((one) => [
          one.label,
          one.user,
          one.engine,
          one.tables.join(', '),
          String(one.runs),
          one.usd,
          String(one.gb),
        ]),
      },
      {
        label: 'Queries by user',
        columns: [word('user'), money('USD')],
        rows: (queries?.byUser ?? []).map(({ user, usd: amount }) => [user, amount]),
      },
    ],
    notes: [],
  };
}

function parts(label: string, first: string, list: readonly Part[]): CostTable {
  return {
    label,
    columns: [word(first), money('USD'), money('%')],
    rows: list.map(({ name, usd: amount, percent }) => [name, amount, percent]),
  };
}

function usd(text: string): string {
  return text.startsWith('-') ? `-${dollars(text.slice(1))}` : dollars(text);
}

function signed(text: string): string {
  return text.startsWith('-') ? `${dollars(text.slice(1))} less` : `${dollars(text)} more`;
}
