import { LAYERS } from '../../contracts/contract';
import type { QualityResult } from '../../delivery/lake-data';
import { html, type Html } from '../html';
import { latestQuality } from '../latest';
import { count, percent } from '../numbers';
import { details, figure, section, table, tag, text } from '../parts';
import type { ReportData } from '../report-data';

export function renderQuality(data: ReportData): Html {
  const about =
    'Every check of the contracts, as of the last run that touched the table. An error puts the row into quarantine, ' +
    'a warning only counts it.';
  return section('quality', 'Quality', about, [perTable(data), details('Every check', everyCheck(data))]);
}

function perTable({ tables, lake }: ReportData): Html {
  const runs = [...new Set(lake.quality.map(({ runId }) => runId))].slice(-SHOWN_RUNS);
  const head = [
    text('table'),
    figure('checks'),
    figure('with failing rows'),
    text('most failing'),
    ...runs.map((runId) => figure(html`<span title="${runId}">${runLabel(runId, runs)}</span>`)),
  ];
  const sorted = LAYERS.flatMap((layer) => tables.filter((known) => known.layer === layer));
  const rows = sorted.map(({ name, layer }) => {
    const results = latestQuality(lake, name);
    const failing = results.filter(({ failed, passed }) => failed > 0 || !passed);
    const worst = [...failing].sort((one, other) => other.failed - one.failed)[0];
    return [
      text(html`<span class="dot ${layer}"></span>${name}`),
      figure(count(results.length)),
      figure(count(failing.length)),
      text(results.length === 0 ? tag('plain', 'not checked yet') : worstCheck(worst)),
      ...runs.map((runId) =>
        figure(passShare(lake.quality.filter((result) => result.table === name && result.runId === runId))),
      ),
    ];
  });
  return table('Quality per table', head, rows);
}

function worstCheck(worst: QualityResult | undefined): Html {
  return worst === undefined ? tag('good', 'all pass') : html`<code>${worst.checkId}</code> ${count(worst.failed)}`;
}

const SHOWN_RUNS = 5;

function runLabel(runId: string, runs: readonly string[]): string {
  return runId === runs.at(-1) ? 'passed, last run' : `run ${runs.indexOf(runId) - runs.length + 1}`;
}

/** Share of row-by-row verdicts that were good. */
function passShare(results: readonly QualityResult[]): string {
  const evaluated = results.reduce((sum, result) => sum + result.evaluated, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  return evaluated === 0 ? '' : percent(1 - failed / evaluated, 3);
}

function everyCheck({ tables, lake }: ReportData): Html {
  const head = [
    text('table'),
    text('check'),
    text('dimension'),
    text('severity'),
    figure('evaluated'),
    figure('failed'),
    text('result'),
  ];
  const results = tables.flatMap(({ name }) => latestQuality(lake, name));
  const rows = results.map((result) => [
    text(result.table),
    text(html`<code>${result.checkId}</code>`),
    text(result.dimension),
    text(result.severity),
    figure(count(result.evaluated)),
    figure(count(result.failed)),
    text(
      result.passed && result.failed === 0
        ? tag('good', 'passed')
        : tag(result.passed ? 'warn' : 'bad', verdict(result)),
    ),
  ]);
  return table('Every check', head, rows);
}

function verdict({ passed, severity }: QualityResult): string {
  if (passed) return severity === 'error' ? 'rows quarantined' : 'rows counted';
  return 'failed';
}
