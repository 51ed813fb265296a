import { html, type Html } from '../html';
import { latestQuality, runsOf } from '../latest';
import { bytes, count, dollars, percent, seconds, smallDollars } from '../numbers';
import type { ReportData } from '../report-data';
import { costOfWork } from '../run-cost';

export function renderHeader(data: ReportData): Html {
  const { dailySales } = data.lake;
  const last = runsOf(data.lake).at(-1);
  const facts: readonly [string, string][] = [
    ['Last run with changes', last === undefined ? 'none yet' : last.runId],
    ['Started', last === undefined ? 'not yet' : `${last.startedAt.slice(0, 19).replace('T', ' ')} UTC`],
    ['Active release', data.release],
    ['Data', dailySales.length === 0 ? 'none yet' : `${dailySales[0]?.date ?? ''} to ${dailySales.at(-1)?.date ?? ''}`],
  ];
  return html`<header>
    <h1>Medallion lake report</h1>
    <dl class="facts">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd class="mono">${value}</dd>
          </div>`,
      )}
    </dl>
    <ul class="tiles">
      ${tiles(data).map(([value, name]) => html`<li><b>${value}</b><span>${name}</span></li>`)}
    </ul>
  </header>`;
}

function tiles(data: ReportData): readonly [string, string][] {
  const { lake, price } = data;
  const last = runsOf(lake).at(-1);
  const bronze = lake.runs.filter(({ layer }) => layer === 'bronze');
  const rowsIn = sum(bronze.map((run) => run.rowsIn));
  const quarantined = sum(lake.runs.map((run) => run.quarantined));
  const sales = sum(lake.dailySales.map(({ salesValue }) => Math.round(Number(salesValue) * 100)));
  const checks = data.tables.flatMap(({ name }) => latestQuality(lake, name));
  const sound = checks.filter(({ failed, passed }) => passed && failed === 0).length;
  const stored = sum(lake.tables.map((table) => table.bytes));
  return [
    [dollars(String(sales / 100)), `sales on ${count(lake.dailySales.length)} days`],
    [count(rowsIn), 'rows delivered'],
    [count(quarantined), `quarantined, ${rowsIn === 0 ? 'none read' : percent(quarantined / rowsIn)}`],
    [count(sum(bronze.map((run) => run.rescued))), 'rows with rescued values'],
    [`${count(sound)} of ${count(checks.length)}`, 'checks without a failing row'],
    [bytes(stored), `in ${count(sum(lake.tables.map((table) => table.files)))} files`],
    [last === undefined ? 'none yet' : seconds(last.seconds), 'of work in the last run'],
    [last === undefined ? 'none yet' : smallDollars(costOfWork(last.seconds, price).usd), 'as if on Synapse'],
  ];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
