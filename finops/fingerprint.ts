import { createHash } from 'node:crypto';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../shared/json';

/** The arguments of a resource in twelve characters, whatever the order of their keys; what cdktf adds for itself is left out. */
export function fingerprint(body: JsonObject): string {
  const { '//': _, ...own } = body;
  return createHash('sha256')
    .update(JSON.stringify(sorted(own)))
    .digest('hex')
    .slice(0, 12);
}

function sorted(value: Json | undefined): Json {
  if (value === undefined) return null;
  if (isJsonArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
