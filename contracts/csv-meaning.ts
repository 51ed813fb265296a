/** What the dialect of CSV files demands beyond its shape: signs that differ, columns that there are. */
import type { TableContract } from './contract';
import type { CsvDialect } from './csv-dialect';
import type { Report } from './findings';
import { suggest } from '../shared/suggest';

export function checkCsv({ columns, source }: TableContract, report: Report): void {
  if (source?.kind !== 'files' || source.csv === undefined) return;
  const { csv, format, folderColumns = [] } = source;
  if (format !== 'csv') {
    report('setting-of-other-source', ['csv'], `csv of a source of ${format}`, 'Leave it out, or declare format: csv');
    return;
  }
  checkSigns(csv, report);
  const names = columns.map(({ name }) => name);
  for (const name of [...Object.keys(csv.nullsOf ?? {}), ...Object.keys(csv.widths ?? {})]) {
    if (!names.includes(name))
      report('unknown-column', [name], `csv names the unknown column '${name}'`, suggest(name, names));
  }
  if (csv.widths === undefined) return;
  const without = names.filter((name) => !(name in (csv.widths ?? {})) && !folderColumns.includes(name));
  if (without.length > 0) {
    const message = `widths do not say where ${without.join(', ')} ${without.length > 1 ? 'are' : 'is'}`;
    report('csv-dialect', ['widths'], message, 'Give each column its first character and its length');
  }
  for (const setting of ['delimiter', 'quote', 'escape', 'header'] as const) {
    if (csv[setting] === undefined || csv[setting] === false) continue;
    const message = `csv has widths and ${setting}`;
    report(
      'csv-dialect',
      [setting],
      message,
      'Remove one of them: fields of fixed width have neither signs nor a header',
    );
  }
}

function checkSigns(csv: CsvDialect, report: Report): void {
  const { delimiter = ',', quote = '"', escape, comment, decimal = '.', thousands } = csv;
  const pairs: readonly (readonly [string, string | false | undefined, string, string | false | undefined])[] = [
    ['delimiter', delimiter, 'quote', quote],
    ['delimiter', delimiter, 'escape', escape],
    ['delimiter', delimiter, 'comment', comment],
    ['quote', quote, 'comment', comment],
    ['decimal', decimal, 'thousands', thousands],
  ];
  for (const [one, first, other, second] of pairs) {
    if (first === second && first !== undefined)
      report('csv-dialect', [other], `${one} and ${other} of csv are both '${String(first)}'`, 'Choose another sign');
  }
  if (quote === false && escape !== undefined)
    report(
      'csv-dialect',
      ['escape'],
      'csv has an escape and no quote',
      'Remove the escape: it only works inside quotes',
    );
  if (/[A-Za-z0-9]/.test(`${delimiter}${quote === false ? '' : quote}`))
    report('csv-dialect', ['csv'], 'a letter or digit separates or quotes fields', 'Choose another sign');
}
