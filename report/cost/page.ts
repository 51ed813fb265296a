import type { MonthlyBill } from '../../finops/actuals/bill';
import type { CostReport } from '../../finops/actuals/cost-report';
import { counted } from '../../shared/plural';
import { renderChart } from '../charts/render-chart';
import { renderDocument } from '../document';
import { html, type Html } from '../html';
import { details, figure, NOTHING, section, table, text } from '../parts';
import { dailyChart } from './daily-chart';
import { costSections, summary } from './sections';
import type { CostSection, CostTable } from './table';

/** The cost report as one page: no script, no request. The same bills give the same bytes. */
export function costReportPage(report: CostReport, bills: readonly MonthlyBill[]): string {
  const chart = dailyChart(bills, report.month);
  const title = `Cost of ${report.environment}, ${report.month}`;
  return renderDocument(title, [
    html`<header>
      <h1>${title}</h1>
      <p>${summary(report)}</p>
    </header>`,
    html`<main>${chart === undefined ? NOTHING : renderChart(chart)} ${costSections(report).map(renderSection)}</main>`,
    html`<footer>Written by <code>npx medallion cost report</code> from imported bills and the ledger.</footer>`,
  ]);
}

function renderSection({ id, title, about, tables, notes }: CostSection): Html {
  return section(id, title, about, [
    ...tables.filter(({ rows }) => rows.length > 0).map(renderCostTable),
    ...notes.map((note) => html`<p class="note">${note}</p>`),
  ]);
}

/** Longer tables are folded, so that the sections stay in sight. */
const LONG_TABLE = 15;

function renderCostTable({ label, columns, rows }: CostTable): Html {
  const cell = (content: string, index: number) =>
    columns[index]?.isFigure === true ? figure(content) : text(content);
  const whole = table(
    label,
    columns.map(({ title }, index) => cell(title, index)),
    rows.map((row) => row.map(cell)),
  );
  return rows.length > LONG_TABLE
    ? details(`${label}: ${counted(rows.length, 'row')}`, whole)
    : html`<h3>${label}</h3>
        ${whole}`;
}
