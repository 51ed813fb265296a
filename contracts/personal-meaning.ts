/** What a contract must say of columns that look personal, and of edits that make persons easier to see or harder to find. */
import type { TableContract, TableName } from './contract';
import { columnsOf } from './expression';
import type { Report } from './findings';
import { indicationOf } from './personal-names';

export function checkPersonalMeaning(
  contract: TableContract,
  lake: ReadonlyMap<TableName, TableContract>,
  report: Report,
): void {
  for (const column of contract.columns) {
    const found = indicationOf(contract, column) ?? inheritedOf(contract, column, lake);
    if (column.pii !== undefined && column.notPersonal !== undefined) {
      const message = `column '${column.name}' is personal (${column.pii.category}) and says that it is not`;
      report('personal-contradiction', [column.name], message, 'Keep pii, or notPersonal');
    } else if (column.notPersonal !== undefined && found === undefined) {
      const message = `column '${column.name}' says that it is not personal, which nothing doubts`;
      report('not-personal-needless', [column.name], message, 'Remove the custom property notPersonal');
    } else if (column.pii === undefined && column.notPersonal === undefined && found !== undefined) {
      const protection = contract.layer === 'bronze' ? '' : ' and a protection';
      report(
        'personal-data-undeclared',
        [column.name],
        `column '${column.name}' looks personal (${found.category}) ${found.why}, and is not declared`,
        `Add the custom property pii: ${found.category}${protection}; if it is about nobody, notPersonal with the reason`,
      );
    }
  }
}

/** A column that is made of a personal one is personal too, protected or not: it still tells persons apart. */
function inheritedOf(
  contract: TableContract,
  { name, type, expression = name, measure }: TableContract['columns'][number],
  lake: ReadonlyMap<TableName, TableContract>,
): ReturnType<typeof indicationOf> {
  // A flag or a sum of a group says how many or whether, not who.
  if (type !== 'string' || measure !== undefined) return undefined;
  for (const input of contract.inputs) {
    const columns = lake.get(input)?.columns.filter(({ pii }) => pii !== undefined) ?? [];
    const [source] = columnsOf(expression, new Set(columns.map((column) => column.name)));
    const category = columns.find((column) => column.name === source)?.pii?.category;
    if (source !== undefined && category !== undefined)
      return { category, why: `by ${input}.${source}, of which it is made` };
  }
  return undefined;
}
