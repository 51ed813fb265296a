/** What a source demands of its table, and a table of its source: everything the shape cannot say. */
import type { TableContract } from './contract';
import { checkCsv } from './csv-meaning';
import { type Report } from './findings';
import { suggest } from '../shared/suggest';
import type { DatabaseSource, Source } from './source';

const NUMBERS = ['int', 'bigint'];
/** Of values that a folder name holds as people write them. */
const FOLDER_TYPES = ['string', 'boolean', 'smallint', 'int', 'bigint', 'date', 'timestamp'];

export function checkSource(contract: TableContract, report: Report): void {
  const { source } = contract;
  if (source === undefined) return;
  checkRecords(source, report);
  checkCsv(contract, report);
  if (source.kind === 'files') {
    for (const name of source.folderColumns ?? []) requireColumn(contract, 'folderColumns', name, FOLDER_TYPES, report);
  }
  if (source.kind === 'database') checkIncrement(contract, source, report);
  if (source.kind === 'changes') requireColumn(contract, 'operation', source.operation, ['string'], report);
  if (source.kind === 'api' && source.watermark !== undefined && !namesOf(contract).includes(source.watermark.field)) {
    const { field } = source.watermark;
    report(
      'unknown-column',
      [field],
      `watermark reads the unknown column '${field}'`,
      suggest(field, namesOf(contract)),
    );
  }
}

function checkRecords(source: Source, report: Report): void {
  if (source.kind !== 'files' && source.kind !== 'api') return;
  const { format, records } = source;
  if (format === 'xml' && (records === undefined || records.includes('.'))) {
    report(
      'records-missing',
      ['records', 'source'],
      `the XML source names ${records === undefined ? 'no records' : `the records '${records}'`}`,
      'Name the one element that is a row, for example records: order',
    );
  }
  if (records !== undefined && format !== 'json' && format !== 'xml') {
    report(
      'setting-of-other-source',
      ['records'],
      `records '${records}' of a source of ${format}`,
      'Leave it out: every line or row is a record',
    );
  }
}

function checkIncrement(contract: TableContract, { increment }: DatabaseSource, report: Report): void {
  const { by, column, lagSeconds } = increment;
  requireColumn(contract, `increment by ${by}`, column, by === 'key' ? NUMBERS : ['timestamp'], report);
  if (by === 'key' && lagSeconds !== undefined) {
    report(
      'setting-of-other-source',
      ['lagSeconds'],
      'lagSeconds with an increment by key',
      'Leave it out: a key has no time to wait for',
    );
  }
}

function requireColumn(
  contract: TableContract,
  what: string,
  name: string,
  types: readonly string[],
  report: Report,
): void {
  const column = contract.columns.find((candidate) => candidate.name === name);
  if (column === undefined) {
    report('unknown-column', [name], `${what} names the unknown column '${name}'`, suggest(name, namesOf(contract)));
  } else if (!types.includes(column.type)) {
    report(
      'increment-of-wrong-type',
      [name],
      `${what} names '${name}', which is ${column.type}`,
      `Use one of: ${types.join(', ')}`,
    );
  }
}

function namesOf(contract: TableContract): string[] {
  return contract.columns.map(({ name }) => name);
}
