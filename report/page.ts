import { html, trusted } from './html';
import type { ReportData } from './report-data';
import { renderGraph } from './sections/graph';
import { renderHeader } from './sections/header';
import { renderInfrastructure } from './sections/infrastructure';
import { renderPolicies } from './sections/policies';
import { renderQuality } from './sections/quality';
import { renderSales } from './sections/sales';
import { renderTables } from './sections/tables';
import { renderTargets } from './sections/targets';
import { STYLE } from './style';

/** The whole report as one HTML page that needs nothing else: no script, no request. The same data gives the same bytes. */
export function renderReport(data: ReportData): string {
  const body = [
    renderHeader(data),
    html`<main>
      ${renderGraph(data)} ${renderTables(data)} ${renderQuality(data)} ${renderSales(data)}
      ${renderInfrastructure(data)} ${renderPolicies(data)} ${renderTargets(data)}
    </main>`,
    html`<footer>
      Written by <code>npx medallion report</code> from the ledger, the synthesized stacks and the price sheet.
    </footer>`,
  ];
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>Medallion lake report</title>
        <style>
          ${trusted(STYLE)}
        </style>
      </head>
      <body>
        ${body}
      </body>
    </html> `;
  return page.text;
}
