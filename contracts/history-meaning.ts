/** What the histories and foreign keys of silver ask of a contract. */
import type { ForeignKey, TableContract, TableName } from './contract';
import { checkExpression, wordsOf } from './expression';
import { type Report } from './findings';
import { INGESTION_COLUMNS } from './ingestion-columns';
import { suggest } from '../shared/suggest';

/** Columns that `scd2` adds. */
const VERSION_COLUMNS = ['valid_from', 'valid_to', 'is_current'];
const INSTANTS = ['date', 'timestamp'];

export function checkHistory(
  contract: TableContract,
  lake: ReadonlyMap<TableName, TableContract>,
  report: Report,
): void {
  const { history, orderBy } = contract;
  if ((history === 'scd1' || history === 'scd2') && orderBy.length === 0) {
    report(
      'order-column-missing',
      ['history'],
      `history ${history} has no orderBy`,
      'Name the columns that tell the newer of two rows of one key',
    );
  }
  if (!contract.deduplicate && (history !== 'append' || contract.layer !== 'silver')) {
    report(
      'setting-of-wrong-layer',
      ['deduplicate'],
      `deduplicate is false with the history '${history}'`,
      'Remove it, or declare history append: only a silver table of that history keeps duplicates',
    );
  }
  if (history === 'scd2') checkVersions(contract, report);
  if (contract.deleteWhen === undefined) return;
  if (history !== 'scd2') {
    report(
      'delete-when-without-scd2',
      ['deleteWhen'],
      `deleteWhen with the history '${history}'`,
      'Declare history scd2: it keeps what was deleted, so that late rows find it',
    );
  }
  const input = lake.get(contract.inputs[0] ?? contract.name);
  const available = new Set([...(input?.columns ?? []).map(({ name }) => name), ...INGESTION_COLUMNS]);
  checkExpression(contract.deleteWhen, 'deleteWhen', ['deleteWhen'], report);
  for (const word of wordsOf(contract.deleteWhen)) {
    if (!available.has(word)) {
      report(
        'unknown-column',
        ['deleteWhen'],
        `deleteWhen reads '${word}', which ${input?.name ?? 'no input'} does not have`,
        suggest(word, [...available]),
      );
    }
  }
}

function checkVersions(contract: TableContract, report: Report): void {
  const columns = new Map(contract.columns.map((column) => [column.name, column]));
  const [instant] = contract.orderBy;
  const first = columns.get(instant ?? '');
  if (first !== undefined && !(INSTANTS.includes(first.type) && first.required)) {
    const found = `${first.required ? '' : 'not required and '}of type ${first.type}`;
    report(
      'version-start-invalid',
      ['orderBy'],
      `history scd2 begins versions at '${first.name}', which is ${found}`,
      'Name a required date or timestamp first',
    );
  }
  for (const name of contract.orderBy.filter((column) => contract.keys.includes(column))) {
    report(
      'order-column-is-key',
      ['orderBy'],
      `orderBy names the key column '${name}'`,
      'Order by a column that is not part of the key: a key has one version at every instant',
    );
  }
  for (const name of VERSION_COLUMNS.filter((column) => columns.has(column))) {
    report(
      'reserved-column',
      [name],
      `column '${name}' is one that history scd2 adds`,
      `Rename it; ${VERSION_COLUMNS.join(', ')} are taken`,
    );
  }
}

export function checkForeignKeys(
  contract: TableContract,
  lake: ReadonlyMap<TableName, TableContract>,
  report: Report,
): void {
  for (const key of contract.foreignKeys) {
    const { column, references, orphans } = key;
    const target = lake.get(references.table);
    if (target !== undefined && !target.keys.includes(references.column)) {
      const remedy = `Reference a key column: ${target.keys.join(', ')}`;
      report(
        'reference-to-non-key',
        [references.table],
        `'${column}' references ${references.table}.${references.column}`,
        remedy,
      );
    }
    if (orphans !== 'quarantine' && contract.layer !== 'silver') {
      report(
        'setting-of-wrong-layer',
        [orphans],
        `orphans of '${column}' have the policy '${orphans}' in ${contract.layer}`,
        'Remove it: only silver tables treat orphans',
      );
    }
    checkDefaultKey(contract, key, report);
  }
}

function checkDefaultKey(contract: TableContract, key: ForeignKey, report: Report): void {
  const { column, orphans, defaultKey } = key;
  if ((orphans === 'default-row') !== (defaultKey !== undefined)) {
    const [message, remedy] =
      defaultKey === undefined
        ? [
            'have the policy default-row and no defaultKey',
            'Add the custom property defaultKey: the key of the row that stands for unknown',
          ]
        : [`have the policy '${orphans}' and a defaultKey`, 'Remove defaultKey, or declare orphans: default-row'];
    report('default-key-mismatch', [column], `orphans of '${column}' ${message}`, remedy);
    return;
  }
  const type = contract.columns.find(({ name }) => name === column)?.type ?? '';
  const isNumber = /^(int|bigint|decimal)/.test(type);
  if (defaultKey !== undefined && (typeof defaultKey === 'number') !== isNumber) {
    report(
      'default-key-mismatch',
      [column],
      `defaultKey ${JSON.stringify(defaultKey)} of '${column}' is no ${type}`,
      `Give a ${isNumber ? 'number' : 'text'}`,
    );
  }
}
