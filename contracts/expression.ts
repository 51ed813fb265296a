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

const SQL_WORDS = new Set(
  'and or not null is in between like rlike true false case when then else end cast as int bigint string date timestamp decimal double boolean interval day days distinct'.split(
    ' ',
  ),
);

/** Names in `expression` that can only be columns. */
export function wordsOf(expression: string): string[] {
  const withoutStrings = expression.replace(/'(?:[^'\\]|\\.)*'/g, "''");
  const words = new Set(withoutStrings.match(/[A-Za-z_][A-Za-z0-9_]*(?!\w*\s*\()/g) ?? []);
  return columnsOf(expression, words).filter((word) => !SQL_WORDS.has(word.toLowerCase()));
}
