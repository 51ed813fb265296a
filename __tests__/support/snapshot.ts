import type { Json, JsonObject } from '../../shared/json';
import { isJsonArray, isJsonObject } from '../../shared/json';
import { environmentOf } from '../../synthesized/stack';
import { synthesizeShipped } from './shipped';

/** Compares one shipped stack with its committed form, a file of its own so that a review shows what changes where. */
export function expectSnapshotOf(stack: string): void {
  test(`${stack} is what was reviewed`, () => {
    const document = synthesizeShipped(environmentOf(stack)).json[stack];
    if (document === undefined) throw new Error(`There is no stack ${stack}.`);
    expect(reviewable(document)).toMatchSnapshot();
  });
}

/** JSON inside strings is spelled out, and the version of the framework left out: it is no property of the lake. */
function reviewable(value: Json, key = ''): Json {
  if (isJsonArray(value)) return value.map((item) => reviewable(item));
  if (isJsonObject(value)) return reviewableObject(value);
  return key.endsWith('_json') && typeof value === 'string' ? (JSON.parse(value) as Json) : value;
}

function reviewableObject(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) =>
      key === 'metadata' && isJsonObject(child) && 'stackName' in child
        ? [key, { ...child, version: 'masked' }]
        : [key, reviewable(child, key)],
    ),
  );
}
