/** What a Spark SQL expression reads, seen from its text: enough to trace columns without a Spark. */

const STRING_OR_WORD = /'(?:[^'\\]|\\.)*'|`([^`]+)`|([A-Za-z_][A-Za-z0-9_]*)(\s*\()?/g;

/**
 * Names in `expression` that are one of `columns`. Strings and function names do not count.
 *
 * It may name a column too many (an alias of the same name), never one too few: right for a rule that guards personal data.
 */
export function columnsOf(expression: string, columns: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const [, quoted, word, call] of expression.matchAll(STRING_OR_WORD)) {
    const name = quoted ?? (call === undefined ? word : undefined);
    if (name !== undefined && columns.has(name)) found.add(name);
  }
  return [...found];
}

/** Words of the language that stand where a column may stand. */
const SQL_WORDS = new Set(
  [
    'and or not null is in between like ilike rlike regexp escape true false case when then else end cast as distinct',
    'try_cast any all exists div from for both leading trailing over partition by order asc desc nulls first',
    'last rows range unbounded preceding following current row filter where within group ignore respect',
    'interval year years quarter quarters month months week weeks day days hour hours minute minutes second seconds',
    'millisecond milliseconds microsecond microseconds to int integer bigint long smallint short tinyint byte float real',
    'double decimal dec numeric string char varchar date timestamp timestamp_ntz timestamp_ltz boolean binary array map',
    'struct current_date current_timestamp current_time current_user localtimestamp dayofweek dow doy isodow epoch',
  ].flatMap((line) => line.split(' ')),
);

/**
 * Names in `expression` that can only be columns: no string, number, function, field of a struct, variable of a lambda or
 * word of the language.
 */
export function wordsOf(expression: string): string[] {
  const bare = withoutLiterals(expression);
  const bound = variablesOf(bare);
  const outer = bare.replace(/\.\s*(?:[A-Za-z_][A-Za-z0-9_]*|`[^`]*`)/g, '');
  const quoted = [...outer.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
  const words = new Set([...(outer.match(/[A-Za-z_][A-Za-z0-9_]*(?!\w*\s*\()/g) ?? []), ...quoted]);
  const columns = columnsOf(outer, words);
  return columns.filter((word) => !SQL_WORDS.has(word.toLowerCase()) && !bound.has(word));
}

const COMMENT = /\/\*[\s\S]*?\*\/|--[^\n]*/g;
/** Texts (`'a'`, `"a"`, `r'a'`, `X'1F'`), and numbers with their exponent and suffix (`1e3`, `1.5BD`, `10L`). */
const LITERAL =
  /[rRxX]?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<![A-Za-z0-9_])(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?:BD|[LSYDF])?(?![A-Za-z0-9_])/gi;

function withoutLiterals(expression: string): string {
  return expression.replace(COMMENT, ' ').replace(LITERAL, ' 0 ');
}

/** `x -> ...` and `(x, y) -> ...` */
function variablesOf(expression: string): ReadonlySet<string> {
  const names = [...expression.matchAll(/(?:([A-Za-z_]\w*)|\(([^()]*)\))\s*->/g)];
  return new Set(
    names.flatMap(([, one, several = '']) => [one ?? '', ...several.split(',')].map((name) => name.trim())),
  );
}
