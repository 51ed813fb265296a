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
