/** Whose row it is: what a contract must say so that a person can be found in every layer, and forgotten. */
import type { TableContract, TableName } from './contract';
import type { Report } from './findings';

/** A value of these has one text, by which a person can be named. */
const TYPES = ['string', 'int', 'bigint'];

export function checkSubjects(
  contract: TableContract,
  lake: ReadonlyMap<TableName, TableContract>,
  report: Report,
): void {
  const found = new Map<string, string>();
  for (const { name, type, subject } of contract.columns) {
    if (subject === undefined) continue;
    const other = found.get(subject);
    if (other !== undefined) {
      const message = `columns '${other}' and '${name}' both say which ${subject} a row is about`;
      report('subject-ambiguous', [name], message, 'Mark the one whose row it is');
    }
    found.set(subject, name);
    if (!TYPES.includes(type)) {
      report(
        'subject-of-wrong-type',
        [name],
        `subject column '${name}' is of type '${type}'`,
        `Use one of: ${TYPES.join(', ')}`,
      );
    }
    if (contract.layout.partitionBy.includes(name)) {
      const message = `subject column '${name}' partitions ${contract.name}: names of folders would name persons`;
      report('subject-in-partition', ['partitionBy'], message, 'Partition by another column');
    }
  }
  for (const input of contract.inputs.flatMap((name) => lake.get(name) ?? [])) {
    for (const { name: source, subject } of input.columns) {
      if (subject === undefined || found.has(subject)) continue;
      const carried = contract.columns.find(({ name, expression = name }) => expression === source);
      if (carried === undefined) continue;
      const message = `column '${carried.name}' says which ${subject} a row is about, as '${source}' of ${input.name} does`;
      report(
        'subject-not-marked',
        [carried.name],
        `${message}, and is not marked`,
        `Add the custom property subject: ${subject}`,
      );
    }
  }
}
