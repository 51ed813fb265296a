/** Spark SQL expressions as trees, by sqlparser-rs (docs/decisions/0086). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isJsonArray, isJsonObject, type Json } from '../shared/json';

interface Wasm {
  initSync(source: { readonly module: Uint8Array }): unknown;
  parse_sql(dialect: string, sql: string): Json;
}

export type Parsed = { readonly tree: Json } | { readonly problem: string };

/** The first reads nearly all of Spark; the second lambdas where the first expects a subquery. */
const DIALECTS = ['spark', 'databricks'];
const [BEFORE, AFTER] = ['SELECT (', '\n)'];

const parsed = new Map<string, Parsed>();

/** One expression. A `problem` says what is wrong and where, as "..., at line 1, column 5". */
export function parseExpression(expression: string): Parsed {
  const known = parsed.get(expression) ?? parseWhole(expression);
  parsed.set(expression, known);
  return known;
}

function parseWhole(expression: string): Parsed {
  const sql = `${BEFORE}${plain(expression)}${AFTER}`;
  let problem = '';
  for (const dialect of DIALECTS) {
    try {
      return only(parser().parse_sql(dialect, sql));
    } catch (error) {
      problem ||= described(error, BEFORE.length);
    }
  }
  return { problem };
}

/** The tables that one query reads, as it writes them; those of its own `WITH` are not among them. */
export function parseQuery(query: string): { readonly tables: readonly string[] } | { readonly problem: string } {
  const sql = plain(query);
  let problem = '';
  for (const dialect of DIALECTS) {
    try {
      const statements = parser().parse_sql(dialect, sql);
      if (list(statements).length !== 1 || at(list(statements)[0], 'Query') === undefined)
        return { problem: 'it is not one query' };
      const own = new Set(found(statements, 'alias').map((alias) => at(alias, 'name', 'value')));
      const tables = found(statements, 'Table').map((table) => nameOf(at(table, 'name')));
      return { tables: [...new Set(tables)].filter((name) => !own.has(name)) };
    } catch (error) {
      problem ||= described(error, 0);
    }
  }
  return { problem };
}

function nameOf(parts: Json | undefined): string {
  return list(parts)
    .map((part) => at(part, 'Identifier', 'value'))
    .join('.');
}

/** Everything that stands under `kind`, however deep. */
function found(node: Json, kind: string): readonly Json[] {
  if (isJsonArray(node)) return node.flatMap((one) => found(one, kind));
  if (!isJsonObject(node)) return [];
  return Object.entries(node).flatMap(([key, inner]) => [...(key === kind ? [inner] : []), ...found(inner, kind)]);
}

/** A parenthesis that ends early makes more than one expression of the text. */
function only(statements: Json): Parsed {
  const [query, ...others] = list(statements);
  const [nested, ...columns] = list(at(query, 'Query', 'body', 'Select', 'projection'));
  const tree = at(nested, 'UnnamedExpr', 'Nested');
  const from = list(at(query, 'Query', 'body', 'Select', 'from'));
  if (tree === undefined || others.length + columns.length + from.length > 0)
    return { problem: 'it is not one expression' };
  return { tree };
}

function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let found = value;
  for (const key of path) {
    if (!isJsonObject(found)) return undefined;
    found = found[key];
  }
  return found;
}

function list(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}

function described(error: unknown, offset: number): string {
  const text = error instanceof Error || isTold(error) ? error.message : String(error);
  const [, what = text, line = '1', column = '0'] = /^(.*?) at Line: (\d+), Column: (\d+)$/s.exec(text) ?? [];
  const place = line === '1' ? Number(column) - offset : Number(column);
  const reason = what
    .replace('sql parser error: ', '')
    .replace(/^Expected: (.*), found: (.*)$/s, "expected $1 and found '$2'");
  return place > 0 ? `${reason}, at line ${line}, column ${place}` : reason;
}

function isTold(error: unknown): error is { readonly message: string } {
  return typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string';
}

const TOKEN =
  /(?<comment>\/\*[\s\S]*?\*\/|--[^\n]*)|(?<name>`(?:[^`]|``)*`)|(?<text>(?<![A-Za-z0-9_])[rRxX]?(?:'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"))|(?<number>(?<![A-Za-z0-9_.])(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?<suffix>BD|[LSYDF])(?![A-Za-z0-9_])|(?<exists>\bexists)(?=\s*\((?!\s*(?:select|with)\b))/gi;

/**
 * The expression with what only Spark spells so in the standard's spelling, each character at its place: what a text says,
 * the type of a number, and `exists` of an array, for which `forall` has the same form.
 */
function plain(expression: string): string {
  return expression.replace(TOKEN, (whole, ...rest) => {
    const { comment, name, text, number, exists } = rest.at(-1) as Readonly<Record<string, string | undefined>>;
    if (comment !== undefined) return whole.replace(/[^\n]/g, ' ');
    if (name !== undefined) return whole;
    if (text !== undefined) return `'${whole.slice(2).replace(/[^\n]/g, 'x')}'`;
    if (exists !== undefined) return 'forall';
    return (number ?? '').padEnd(whole.length);
  });
}

let loaded: Wasm | undefined;

/** By a file of the package that starts without waiting: contracts are read synchronously, also inside `cdktf synth`. */
function parser(): Wasm {
  if (loaded === undefined) {
    const own = createRequire(__filename);
    const folder = join(dirname(own.resolve('@guanmingchiu/sqlparser-ts')), '../wasm');
    loaded = own(join(folder, 'sqlparser_rs_wasm.js')) as Wasm;
    loaded.initSync({ module: readFileSync(join(folder, 'sqlparser_rs_wasm_bg.wasm')) });
  }
  return loaded;
}
