/** How long rows stay: what a contract may say, and what follows for tables that are built from others. */
import type { TableContract, TableName } from './contract';
import type { Report } from './findings';
import { suggest } from '../shared/suggest';

/** Shortest time a deletion can be undone and audited; sales records of the retail lake must outlive a month. */
const MINIMUM_DAYS = 30;
const OF_TIME = ['date', 'timestamp'];

/** The contract with the days of its primary input where it does not say its own. */
export function withRetention(
  contract: TableContract,
  lake: ReadonlyMap<TableName, TableContract>,
  seen: ReadonlySet<TableName> = new Set(),
): TableContract {
  const input = contract.retentionFollows && lake.get(contract.inputs[0] ?? contract.name);
  if (!input || input === contract || seen.has(contract.name)) return contract;
  const { retentionDays } = withRetention(input, lake, new Set([...seen, contract.name]));
  return { ...contract, retentionDays };
}

export function checkRetention(
  contract: TableContract,
  lake: ReadonlyMap<TableName, TableContract>,
  report: Report,
): void {
  const { retentionDays: days, retentionBy, retentionFollows } = contract;
  if (days < MINIMUM_DAYS) {
    report('retention-too-short', ['retention'], `retention is ${days} days`, `Keep at least ${MINIMUM_DAYS} days`);
  }
  checkColumn(contract, report);
  const primary = lake.get(contract.inputs[0] ?? contract.name);
  if (primary === undefined || contract.layer === 'bronze' || retentionFollows) return;
  const { retentionDays: longest } = withRetention(primary, lake);
  if (days > longest) {
    report(
      'retention-beyond-input',
      ['retention'],
      `${contract.name} keeps rows for ${days} days, and ${primary.name}, which it is made from, for ${longest}`,
      `Keep ${primary.name} as long, or shorten this one: a table is rebuilt from what its input has`,
    );
  } else if (days < longest && retentionBy === undefined) {
    report(
      'retention-without-column',
      ['retention'],
      `${contract.name} keeps rows for ${days} days, ${primary.name} for ${longest}, and nothing says how old a row is`,
      "Name the date or timestamp in 'element', or remove the retention: then rows stay as long as in the input",
    );
  }
}

function checkColumn({ layer, name, history, columns, keys, retentionBy }: TableContract, report: Report): void {
  if (retentionBy === undefined) return;
  const column = columns.find((one) => one.name === retentionBy);
  const found = (message: string, remedy: string) => {
    report('retention-column', ['element', 'retention'], message, remedy);
  };
  if (column === undefined) {
    const names = columns.filter(({ type }) => OF_TIME.includes(type)).map((one) => one.name);
    found(`retention of ${name} counts from the unknown column '${retentionBy}'`, suggest(retentionBy, names));
  } else if (!OF_TIME.includes(column.type)) {
    found(
      `retention of ${name} counts from '${retentionBy}', which is ${column.type}`,
      'Name a column of type date or timestamp',
    );
  } else if (history === 'scd2') {
    const remedy = "Remove 'element': versions go with the rows that they are made from";
    found(`retention of ${name} counts from '${retentionBy}', and a version lasts longer than its date`, remedy);
  } else if (layer === 'gold' && !keys.includes(retentionBy)) {
    found(`retention of ${name} counts from '${retentionBy}', which is no key`, 'Name a column of the key');
  } else if (layer !== 'bronze' && !column.required) {
    found(`retention of ${name} counts from '${retentionBy}', which may be empty`, 'Add required: true to the column');
  }
}
