const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Operators that may follow a pipe (Kusto query language, tabular operators). */
const OPERATORS = new Set([
  ...[
    'as',
    'assert-schema',
    'consume',
    'count',
    'datatable',
    'distinct',
    'evaluate',
    'extend',
    'externaldata',
    'facet',
  ],
  ...['filter', 'find', 'fork', 'getschema', 'graph-match', 'graph-shortest-paths', 'graph-to-table', 'invoke', 'join'],
  ...['limit', 'lookup', 'macro-expand', 'make-graph', 'make-series', 'mv-apply', 'mv-expand', 'mvapply', 'mvexpand'],
  ...['order', 'parse', 'parse-kv', 'parse-where', 'partition', 'print', 'project', 'project-away', 'project-by-names'],
  ...['project-keep', 'project-rename', 'project-reorder', 'range', 'reduce', 'render', 'sample', 'sample-distinct'],
  ...['scan', 'search', 'serialize', 'sort', 'summarize', 'take', 'top', 'top-hitters', 'top-nested', 'union', 'where'],
]);

/**
 * What keeps a text from being a query: a bracket or a string that does not end, an empty step, or an operator that does
 * not exist. It is no parser: names of tables and columns are known only to the workspace.
 *
 * @returns the problem in words; undefined when none is found
 */
export function kqlProblem(query: string): string | undefined {
  const text = withoutStrings(query);
  if (text === undefined) return 'a string does not end';
  const open: string[] = [];
  for (const character of text) {
    const closing = CLOSING[character];
    if (closing !== undefined) open.push(closing);
    else if (')]}'.includes(character) && open.pop() !== character) return `'${character}' closes nothing`;
  }
  const [missing] = open.slice(-1);
  if (missing !== undefined) return `'${missing}' is missing`;
  if (text.trim() === '') return 'it is empty';
  for (const step of text.split('|').slice(1)) {
    const operator = /^\s*([A-Za-z][\w-]*)/.exec(step)?.[1];
    if (operator === undefined) return 'a pipe is followed by no operator';
    if (!OPERATORS.has(operator.toLowerCase())) return `'${operator}' is no operator`;
  }
  return undefined;
}

/** Strings as `s`, comments as nothing; undefined when a string does not end. */
function withoutStrings(query: string): string | undefined {
  const text = query
    .replace(/@"(?:[^"]|"")*"|@'(?:[^']|'')*'|```[\s\S]*?```|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, 's')
    .replace(/\/\/[^\n]*/g, '');
  return /["'`]/.test(text) ? undefined : text;
}
