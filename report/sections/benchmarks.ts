import { type Benchmark, isMet } from '../benchmarks';
import { html, type Html } from '../html';
import { figure, NOTHING, section, table, tag, text } from '../parts';
import type { ReportData } from '../report-data';

/** Nothing where nobody has measured. */
export function renderBenchmarks({ benchmarks }: ReportData): Html {
  if (benchmarks.length === 0) return NOTHING;
  const about = 'The engine next to the least that Spark can do with the same data, on the machine that measured it.';
  const head = [text('figure'), figure('measured'), figure('processor time'), figure('goal'), text('state')];
  return section('benchmarks', 'Speed', about, [table('Benchmarks', head, benchmarks.map(row))]);
}

function row(benchmark: Benchmark): ReturnType<typeof text>[] {
  const { title, value, unit, cpuValue, goal, better, load, measuredAt } = benchmark;
  const met = isMet(benchmark);
  return [
    text(
      html`${title}
        <div class="what">${measuredAt}, load average ${load.toFixed(1)}</div>`,
    ),
    figure(`${value.toFixed(2)} ${unit}`),
    figure(cpuValue === null ? '' : cpuValue.toFixed(2)),
    figure(goal === null ? '' : `${better === 'lower' ? 'at most' : 'at least'} ${goal}`),
    text(met === null ? NOTHING : tag(met ? 'good' : 'bad', met ? 'met' : 'missed')),
  ];
}
