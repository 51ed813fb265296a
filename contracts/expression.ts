/** What a Spark SQL expression reads, from its parsed tree: enough to trace columns without a Spark. */
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json';
import type { Report } from './findings';
import { parseExpression } from './sql-parser';

/**
 * Names in `expression` that are one of `columns`, fields and variables of lambdas among them.
 *
 * It may name a column too many (an alias of the same name), never one too few: right for a rule that guards personal data.
 */
export function columnsOf(expression: string, columns: ReadonlySet<string>): string[] {
  return namesOf(expression, true).filter((name) => columns.has(name));
}

/** The columns that `expression` reads; none where it cannot be read, which `checkExpression` reports. */
export function wordsOf(expression: string): string[] {
  return namesOf(expression, false);
}

/** Reports what is no expression of Spark SQL, or reads other rows than its own. `what` names it: "rule 'x'". */
export function checkExpression(expression: string, what: string, needles: readonly string[], report: Report): void {
  const parsed = parseExpression(expression);
  if ('problem' in parsed) {
    const message = `${what} is no Spark SQL: ${parsed.problem}`;
    report('sql-invalid', needles, message, 'Correct the expression; names with other letters stand in `backticks`');
  } else if (hasQuery(parsed.tree)) {
    const remedy =
      'Write an expression over the columns of one row; other tables are read by gold and by rules of type sql';
    report('sql-subquery', needles, `${what} has a subquery`, remedy);
  }
}

function namesOf(expression: string, isCareful: boolean): string[] {
  if (expression === '') return [];
  const parsed = parseExpression(expression);
  const found = new Set<string>();
  if ('tree' in parsed) visit(parsed.tree, new Set(), isCareful, found);
  return [...found];
}

/** Functions whose first argument may be a unit of time, which looks like a column. */
const OF_UNITS = /^(date_?add|date_?diff|timestamp_?add|timestamp_?diff)$/i;
/** Names of functions, types and fields, and where things stand. */
const NO_COLUMNS = new Set(['span', 'data_type', 'collation', 'name', 'field_name', 'window_name']);

function visit(node: Json, bound: ReadonlySet<string>, isCareful: boolean, found: Set<string>): void {
  if (isJsonArray(node)) {
    for (const one of node) visit(one, bound, isCareful, found);
    return;
  }
  if (!isJsonObject(node)) return;
  const again = (inner: Json | undefined, names = bound) => {
    if (inner !== undefined) visit(inner, names, isCareful, found);
  };
  const add = (name: Json | undefined) => {
    if (typeof name === 'string' && (isCareful || !bound.has(name))) found.add(name);
  };
  for (const [kind, inner] of Object.entries(node)) {
    if (kind === 'Identifier') add(valueOf(inner));
    else if (kind === 'CompoundIdentifier') {
      const names = isJsonArray(inner) ? inner.map(valueOf) : [];
      for (const name of isCareful ? names : names.slice(0, 1)) add(name);
    } else if (kind === 'Lambda' && isJsonObject(inner)) {
      again(inner.body, isCareful ? bound : new Set([...bound, ...variablesOf(inner.params)]));
    } else if (kind === 'Dot') {
      if (isCareful) again(inner);
    } else if (kind === 'Function' && isJsonObject(inner)) again(withoutUnit(inner));
    else if (!NO_COLUMNS.has(kind)) again(inner);
  }
}

function valueOf(identifier: Json | undefined): Json | undefined {
  return isJsonObject(identifier) ? identifier.value : undefined;
}

/** `One: {name}` or `Many: [{name}]`. */
function variablesOf(parameters: Json | undefined): readonly string[] {
  if (!isJsonObject(parameters)) return [];
  const { One: one, Many: many } = parameters;
  const all = isJsonArray(many) ? many : one === undefined ? [] : [one];
  const names = all.map((parameter) => valueOf(isJsonObject(parameter) ? parameter.name : undefined));
  return names.filter((name) => typeof name === 'string');
}

function withoutUnit(call: JsonObject): JsonObject {
  const [name] = isJsonArray(call.name) ? call.name : [];
  const called = valueOf(isJsonObject(name) ? name.Identifier : undefined);
  const list = isJsonObject(call.args) ? call.args.List : undefined;
  const given = isJsonObject(list) ? list.args : undefined;
  if (typeof called !== 'string' || !OF_UNITS.test(called) || !isJsonArray(given)) return call;
  return given.length === 3 ? { ...call, args: given.slice(1) } : call;
}

function hasQuery(node: Json): boolean {
  if (isJsonArray(node)) return node.some(hasQuery);
  if (!isJsonObject(node)) return false;
  return Object.entries(node).some(([kind, inner]) => kind === 'Select' || hasQuery(inner));
}
