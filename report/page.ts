import { renderDocument } from './document';
import { html } from './html';
import type { ReportData } from './report-data';
import { renderBenchmarks } from './sections/benchmarks';
import { renderGraph } from './sections/graph';
import { renderHeader } from './sections/header';
import { renderInfrastructure } from './sections/infrastructure';
import { renderPolicies } from './sections/policies';
import { renderQuality } from './sections/quality';
import { renderSales } from './sections/sales';
import { renderTables } from './sections/tables';
import { renderTargets } from './sections/targets';

/** The whole report as one HTML page that needs nothing else: no script, no request. The same data gives the same bytes. */
export function renderReport(data: ReportData): string {
  const body = [
    renderHeader(data),
    html`<main>
      ${renderGraph(data)} ${renderTables(data)} ${renderQuality(data)} ${renderSales(data)}
      ${renderInfrastructure(data)} ${renderPolicies(data)} ${renderBenchmarks(data)} ${renderTargets(data)}
    </main>`,
    html`<footer>
      Written by <code>npx medallion report</code> from the ledger, the synthesized stacks and the price sheet.
    </footer>`,
  ];
  return renderDocument('Medallion lake report', body);
}
