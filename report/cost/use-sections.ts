/** Sections about how it was used: unusual days, idle time, queries, and what would cost less. */
import type { CostReport } from '../../finops/actuals/cost-report';
import { counted } from '../../shared/plural';
import { money, usd, word, type CostSection } from './table';

export function adviceSection({ advice }: CostReport): CostSection {
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

export function anomalySection({ anomalies }: CostReport): CostSection {
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

export function idleSection({ idle }: CostReport): CostSection {
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

export function querySection({ queries }: CostReport): CostSection {
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
