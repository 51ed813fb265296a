/** The cost report in one paragraph, and as sections of tables in the order in which they are read. */
import type { CostReport } from '../../finops/actuals/cost-report';
import { counted } from '../../shared/plural';
import { allocationSection, spendSection, tieringSection, unitSection, varianceSection } from './spend-sections';
import { signed, usd, type CostSection } from './table';
import { adviceSection, anomalySection, idleSection, querySection } from './use-sections';

/** What a reader has to know before any table: the month in one paragraph. */
export function summary({ environment, month, spend, budget, forecast, anomalies, notMeasured }: CostReport): string {
  const { previous, firstDay, lastDay, days, daysInMonth } = spend;
  const whole = days >= daysInMonth;
  return [
    `${environment} cost ${usd(spend.totalUsd)} in ${whole ? month : `${String(days)} of ${String(daysInMonth)} days (${firstDay} to ${lastDay})`}, ` +
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
