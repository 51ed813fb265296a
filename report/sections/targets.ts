import { html, type Html } from '../html';
import { figure, section, table, tag, text } from '../parts';
import type { ReportData } from '../report-data';
import { targetLines } from '../targets';

export function renderTargets(data: ReportData): Html {
  const about = 'The figures this lake has to hold, and their present value.';
  const rows = targetLines(data).map(({ figure: name, target, measured }) => [
    text(
      html`${name}
        <div class="what">${measured?.from ?? ''}</div>`,
    ),
    figure(measured?.value ?? ''),
    figure(target),
    text(
      measured === null
        ? tag('plain', 'not measured yet')
        : tag(measured.met ? 'good' : 'bad', measured.met ? 'met' : 'missed'),
    ),
  ]);
  return section('targets', 'Targets', about, [
    table('Targets', [text('figure'), figure('now'), figure('target'), text('state')], rows),
  ]);
}
