/** What the rules of one contract may read, and of which columns a distribution can be watched. */
import type { TableContract, TableName } from './contract';
import { checkExpression, wordsOf } from './expression';
import { type Report } from './findings';
import { suggest } from '../shared/suggest';
import { parseQuery } from './sql-parser';
import { upstreamOf } from './graph';
import type { DriftRule, QueryRule, QualityRule } from './rule';

export function checkRules(contract: TableContract, lake: ReadonlyMap<TableName, TableContract>, report: Report): void {
  const seen = new Set<string>();
  for (const rule of contract.rules) {
    if (seen.has(rule.id))
      report('duplicate-rule', [rule.id], `rule '${rule.id}' stands twice`, 'Give each rule its own id');
    seen.add(rule.id);
    checkColumns(rule, contract, report);
    if (rule.kind === 'query') checkQuery(rule, contract, lake, report);
    if (rule.kind === 'drift') checkDrift(rule, contract, report);
    if (rule.kind === 'volume' && contract.layer === 'gold') {
      const remedy = 'Watch the bronze or silver table that feeds it, or use the metric rowCount';
      report(
        'rule-of-wrong-layer',
        [rule.id],
        `volume rule '${rule.id}' stands on the gold table ${contract.name}`,
        remedy,
      );
    }
  }
}

function checkColumns(rule: QualityRule, { columns }: TableContract, report: Report): void {
  const known = new Set(columns.map(({ name }) => name));
  const expression = expressionOf(rule);
  if (rule.kind === 'row') checkExpression(expression, `rule '${rule.id}'`, [expression, rule.id], report);
  const words = new Set([...wordsOf(expression), ...rule.columns]);
  for (const word of words) {
    if (!known.has(word)) {
      const needles = expression === '' ? [rule.id] : [expression, rule.id];
      report(
        'unknown-column',
        needles,
        `rule '${rule.id}' reads the unknown column '${word}'`,
        suggest(word, [...known]),
      );
    }
  }
}

function expressionOf(rule: QualityRule): string {
  if (rule.kind === 'row') return rule.expression;
  return rule.kind === 'set' || rule.kind === 'table' ? rule.metric : '';
}

function checkQuery(
  rule: QueryRule,
  contract: TableContract,
  lake: ReadonlyMap<TableName, TableContract>,
  report: Report,
): void {
  const readable = upstream(contract, lake);
  const query = parseQuery(rule.query);
  if ('problem' in query) {
    const message = `the query of rule '${rule.id}' is no Spark SQL: ${query.problem}`;
    report('sql-invalid', [rule.id], message, 'Correct the query; names with other letters stand in `backticks`');
    return;
  }
  for (const found of query.tables) {
    const name = found as TableName;
    if (!lake.has(name)) {
      report(
        'unknown-table',
        [rule.id],
        `rule '${rule.id}' reads the unknown table '${name}'`,
        suggest(name, [...lake.keys()]),
      );
    } else if (!readable.has(name)) {
      const message = `rule '${rule.id}' of ${contract.name} reads ${name}, which may not be up to date by then`;
      report(
        'table-not-built-yet',
        [rule.id],
        message,
        `Read ${[...readable].join(', ')}, or move the rule to a table that is built later`,
      );
    }
  }
}

function upstream(contract: TableContract, lake: ReadonlyMap<TableName, TableContract>): ReadonlySet<TableName> {
  const found = new Set<TableName>([contract.name]);
  for (const name of found) {
    const table = lake.get(name);
    if (table !== undefined) upstreamOf(table).forEach((input) => found.add(input));
  }
  return found;
}

const WATCHABLE = /^(string|boolean|int|bigint|double|decimal)/;

function checkDrift(rule: DriftRule, { columns }: TableContract, report: Report): void {
  const column = columns.find(({ name }) => name === rule.columns[0]);
  if (column === undefined) return;
  if (column.pii !== undefined) {
    const message = `drift rule '${rule.id}' would store values of the personal column '${column.name}'`;
    report('personal-data-in-rule', [rule.id], message, 'Watch a column that is not personal');
  }
  if (!WATCHABLE.test(column.type)) {
    const message = `drift rule '${rule.id}' watches '${column.name}' of type ${column.type}`;
    report('column-not-watchable', [rule.id], message, 'Watch a number, a text or a boolean');
  }
}
