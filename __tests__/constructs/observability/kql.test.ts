import type { Json } from '../../../shared/json';
import { isJsonArray, isJsonObject } from '../../../shared/json';
import { kqlErrors } from '../../support/kusto';
import { synthesizeShipped } from '../../support/shipped';

/** Every text under a key named `query`, inside nested JSON documents too. */
function queriesIn(value: Json, key = ''): readonly string[] {
  if (typeof value === 'string') {
    if (key === 'query' || key === 'Query') return [value];
    return /(_json|_properties)$/.test(key) ? queriesIn(JSON.parse(value) as Json) : [];
  }
  if (isJsonArray(value)) return value.flatMap((item) => queriesIn(item));
  if (!isJsonObject(value)) return [];
  // A dashboard keeps its inputs as pairs of name and value.
  if (value['name'] === 'Query') return queriesIn(value['value'] ?? null, 'query');
  return Object.entries(value).flatMap(([name, child]) => queriesIn(child, name));
}

const WRONG: readonly (readonly [string, string, string])[] = [
  ['a misspelt operator', 'ADFPipelineRun | whre Status == "Failed"', 'Query operator expected'],
  ['an unknown table', 'ADFPipelineRuns | count', 'ADFPipelineRuns'],
  ['an unknown column', 'ADFPipelineRun | where State == "Failed"', 'State'],
  ['an unknown function', 'ADFPipelineRun | summarize last = latest(End)', 'latest'],
];

const { stacks } = synthesizeShipped('prod');
const queries = [...new Set(stacks.flatMap(({ resources }) => resources.flatMap(({ body }) => queriesIn(body))))];
const errors = kqlErrors([...queries, ...WRONG.map(([, query]) => query)]);

test('the lake asks only what its log workspace can answer', () => {
  expect(queries.length).toBeGreaterThan(12);
  expect(queries.map((query, index) => [query, errors[index]])).toEqual(queries.map((query) => [query, []]));
});

test.each(WRONG.map(([what, , says], index) => [what, says, errors[queries.length + index]] as const))(
  '%s would be found',
  (_, says, found) => {
    expect(found?.join()).toContain(says);
  },
);
