import type { Estimate } from '../../finops/estimate';
import { ASSUMPTIONS, componentRows } from '../../finops/estimate-report';
import { infrastructureChart } from '../charts/infrastructure';
import { renderChart } from '../charts/render-chart';
import { html, type Html } from '../html';
import { count, dollars } from '../numbers';
import { details, figure, section, table, tag, text } from '../parts';
import type { ReportData } from '../report-data';

export function renderInfrastructure({ estimates }: ReportData): Html {
  const about = 'What each environment would cost a month, priced from the synthesized stacks and a dated price sheet.';
  return section('infrastructure', 'Infrastructure estimate', about, [
    renderChart(infrastructureChart(estimates)),
    totals(estimates),
    details('By component', components(estimates)),
    html`<p class="note">${ASSUMPTIONS.join(' ')}</p>`,
  ]);
}

function totals(estimates: readonly Estimate[]): Html {
  const head = [
    text('environment'),
    figure('a month'),
    figure('budget'),
    figure('used'),
    text('region'),
    text('prices as of'),
    text('lowest confidence'),
    figure('in conflict'),
    figure('not priced'),
  ];
  const rows = estimates.map(
    ({ environment, totalUsd, budget, region, asOf, lowestConfidence, conflicts, unpriced }) => [
      text(environment),
      figure(dollars(totalUsd)),
      figure(budget === null ? 'none' : dollars(budget.monthlyUsd)),
      figure(budget === null ? '' : `${budget.usedPercent} %`),
      text(region),
      text(asOf),
      text(confidence(lowestConfidence)),
      figure(count(conflicts)),
      figure(count(unpriced.length)),
    ],
  );
  return table('Estimate per environment', head, rows);
}

function confidence(level: Estimate['lowestConfidence']): Html {
  return tag(level === 'verified' || level === 'two-source' ? 'good' : 'warn', level ?? 'nothing priced');
}

function components(estimates: readonly Estimate[]): Html {
  const head = [text('component'), ...estimates.map(({ environment }) => figure(environment))];
  const rows = componentRows(estimates).map(({ component, usd }) => [
    text(component),
    ...usd.map((value) => figure(dollars(value))),
  ]);
  return table('Estimate by component', head, rows);
}
