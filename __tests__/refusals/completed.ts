import { argumentsOf } from '../../refusals/provider-arguments';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../shared/json';
import type { Resources } from './setting';

type Arguments = NonNullable<ReturnType<typeof argumentsOf>>;

/** Bodies with every argument that the provider asks for and a case about something else leaves out, as a variable. */
export function completed(resources: Resources): Resources {
  return Object.fromEntries(
    Object.entries(resources).map(([address, body]) => {
      const known = argumentsOf(address.split('.')[0] ?? '');
      return [address, known === undefined ? body : complete(body, known)];
    }),
  );
}

function complete(body: JsonObject, known: Arguments): JsonObject {
  const filled: Record<string, Json> = { ...body };
  for (const [name, [required, inner]] of Object.entries(known)) {
    const value = filled[name];
    // Null takes an argument away on purpose.
    if (value === null) continue;
    if (value === undefined) {
      if (required) filled[name] = inner === null ? '${var.given}' : [complete({}, inner)];
    } else if (inner !== null) {
      filled[name] = isJsonArray(value)
        ? value.map((one) => (isJsonObject(one) ? complete(one, inner) : one))
        : isJsonObject(value)
          ? complete(value, inner)
          : value;
    }
  }
  return filled;
}
