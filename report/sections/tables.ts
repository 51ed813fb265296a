import { LAYERS } from '../../contracts/contract';
import type { TableRun } from '../../delivery/lake-data';
import { html, type Html } from '../html';
import { historyOf, runsOf, sharedSeconds } from '../latest';
import { bytes, count, seconds, smallDollars } from '../numbers';
import { details, figure, section, table, tag, text, type Tone } from '../parts';
import type { ReportData } from '../report-data';
import { costOfWork, priceNote } from '../run-cost';

const TONES: Readonly<Record<TableRun['status'], Tone>> = {
  succeeded: 'good',
  unchanged: 'plain',
  failed: 'bad',
  blocked: 'warn',
};

/** A blocked table was not tried: zeros would look like a result. */
const DID_WORK: readonly TableRun['status'][] = ['succeeded', 'failed'];

export function renderTables(data: ReportData): Html {
  const about =
    'What stands in each table now, and what its last run with changes did. A run that finds nothing new writes nothing.';
  return section('tables', 'Rows', about, [
    currentState(data),
    details('Every run of every table', everyRun(data)),
    html`<p class="note">${priceNote(data.price)}</p>`,
  ]);
}

function currentState({ tables, lake, price }: ReportData): Html {
  const head = [
    text('table'),
    figure('rows now'),
    figure('size'),
    figure('version'),
    text('last run'),
    figure('rows in'),
    figure('accepted'),
    figure('quarantined'),
    figure('rescued'),
    figure('time'),
    figure('cost'),
    text('runs'),
  ];
  const runs = new Map(runsOf(lake).map((run) => [run.runId, run]));
  const sharedOf = (table: TableRun): number => {
    const run = runs.get(table.runId);
    return run === undefined ? table.seconds : sharedSeconds(run, table);
  };
  const sorted = LAYERS.flatMap((layer) => tables.filter((known) => known.layer === layer));
  const rows = sorted.map(({ name, layer }) => {
    const state = lake.tables.find((known) => known.name === name);
    const history = historyOf(lake, name);
    const last = history.at(-1);
    const of = (value: (run: TableRun) => string) =>
      figure(last === undefined || !DID_WORK.includes(last.status) ? '' : value(last));
    return [
      text(html`<span class="dot ${layer}"></span>${name}`),
      figure(state === undefined ? 'not written' : count(state.rows)),
      figure(state === undefined ? '' : bytes(state.bytes)),
      figure(state === undefined ? '' : String(state.version)),
      text(last === undefined ? 'none yet' : tag(TONES[last.status], last.status)),
      of((run) => count(run.rowsIn)),
      of((run) => count(run.accepted)),
      of((run) => count(run.quarantined)),
      of((run) => count(run.rescued)),
      of((run) => seconds(run.seconds)),
      of((run) => smallDollars(costOfWork(sharedOf(run), price).usd)),
      text(runBars(history)),
    ];
  });
  return table('Rows per table', head, rows);
}

const BAR = { shown: 12, width: 6, gap: 2, height: 22 };

/** One bar a run, as high as its rows; the quarantined part on top, at least visible when there is any. */
function runBars(history: readonly TableRun[]): Html {
  const runs = history.slice(-BAR.shown);
  const most = Math.max(1, ...runs.map(({ accepted, quarantined }) => accepted + quarantined));
  const width = runs.length * (BAR.width + BAR.gap);
  const label = runs.map(
    ({ accepted, quarantined }) => `${count(accepted)} accepted, ${count(quarantined)} quarantined`,
  );
  const bars = runs.map(({ accepted, quarantined }, index) => {
    const out = quarantined === 0 ? 0 : Math.max(2, Math.round((quarantined / most) * BAR.height));
    const total = Math.max(out, Math.round(((accepted + quarantined) / most) * BAR.height), 1);
    const x = index * (BAR.width + BAR.gap);
    return html`<rect class="ok" x="${x}" y="${BAR.height - total}" width="${BAR.width}" height="${total}" rx="1" />
      <rect class="out" x="${x}" y="${BAR.height - total}" width="${BAR.width}" height="${out}" rx="1" />`;
  });
  return html`<svg class="bars" width="${width}" height="${BAR.height}" role="img" aria-label="${label.join('; ')}">
    ${bars}
  </svg>`;
}

function everyRun({ lake }: ReportData): Html {
  const head = [
    text('run'),
    text('started (UTC)'),
    text('table'),
    text('status'),
    figure('rows in'),
    figure('accepted'),
    figure('quarantined'),
    figure('rescued'),
    figure('time'),
  ];
  const rows = [...lake.runs]
    .reverse()
    .map((run) => [
      text(html`<code>${run.runId}</code>`),
      text(run.startedAt.slice(0, 19).replace('T', ' ')),
      text(run.table),
      text(tag(TONES[run.status], run.status)),
      figure(count(run.rowsIn)),
      figure(count(run.accepted)),
      figure(count(run.quarantined)),
      figure(count(run.rescued)),
      figure(seconds(run.seconds)),
    ]);
  return table('Every run of every table', head, rows);
}
