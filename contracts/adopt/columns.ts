/** Columns of a foreign table, flat: a field of a struct becomes a column of its own. */
import type { Json, JsonObject } from '../../shared/json';
import { isJsonObject } from '../../shared/json';
import { treatmentOf } from '../fields/treatments';
import { familyOf, logicalTypesOf } from '../types';
import { personalCategory } from '../personal-names';
import { listOf, snakeCase, textOf } from './foreign';
import { sparkType } from './types';

/** What could not be taken over as it stood. */
export interface Loss {
  /** Where it stood in the foreign file. */
  readonly at: string;
  readonly what: string;
  readonly remedy: string;
}

/** Words of a column that are taken over where they stand; the others of the standard by `treatmentOf`. */
const OWN = new Set(['name', 'physicalName', 'physicalType', 'logicalType', 'properties', 'items', 'map']);
const FIELD = 'schema[].properties[]';

export function columnsOf(columns: readonly Json[], path: string, losses: Loss[], kind = 'properties'): JsonObject[] {
  const made: JsonObject[] = [];
  const names = new Set<string>();
  const add = (column: JsonObject, at: string) => {
    const wanted = String(column.name);
    let name = wanted;
    for (let number = 2; names.has(name); number++) name = `${wanted}_${number}`;
    if (name !== wanted)
      losses.push({ at, what: `two columns would be called '${wanted}'`, remedy: `Check '${name}'` });
    names.add(name);
    made.push({ ...column, name });
  };
  columns.forEach((column, place) => {
    const at = `${path}.${kind}[${place}]`;
    if (isJsonObject(column)) flatten(column, at, '', losses, add);
    else losses.push({ at, what: 'it is no column', remedy: 'Write the column by hand' });
  });
  return made;
}

function flatten(
  column: JsonObject,
  at: string,
  outer: string,
  losses: Loss[],
  add: (column: JsonObject, at: string) => void,
): void {
  const own = textOf(column.physicalName) || textOf(column.name);
  const source = outer === '' ? own : `${outer}.${own}`;
  if (own === '') {
    losses.push({ at, what: 'a column has no name', remedy: 'Write the column by hand' });
    return;
  }
  const inner = listOf(column.properties);
  if (inner.length > 0 && textOf(column.logicalType) !== 'array') {
    losses.push({ at, what: `struct '${source}' became a column for each field`, remedy: 'Check their names' });
    inner.forEach((field, place) => {
      if (isJsonObject(field)) flatten(field, `${at}.properties[${place}]`, source, losses, add);
    });
    return;
  }
  add(flatColumn(column, at, source, outer === '' ? textOf(column.name) : source, losses), at);
}

function flatColumn(column: JsonObject, at: string, source: string, named: string, losses: Loss[]): JsonObject {
  const found = sparkType(column.physicalType, column.logicalType);
  const name = snakeCase(named);
  if (found === undefined) {
    losses.push({ at, what: `'${source}' has no type that is known; it became string`, remedy: 'Declare its type' });
  } else if (found.doubt !== undefined) losses.push({ at, what: found.doubt, remedy: 'Check the physicalType' });
  if (column.items !== undefined || column.map !== undefined)
    losses.push({ at, what: `'${source}' keeps its JSON text`, remedy: 'Read its elements in silver, by from_json' });
  const type = found?.type ?? 'string';
  const category = personalCategory(name);
  return {
    name,
    ...(source === name ? {} : { physicalName: source }),
    logicalType: logicalTypesOf(familyOf(type) ?? 'string')[0] ?? 'string',
    physicalType: type,
    ...keptOf(column, at, losses),
    ...(column.primaryKey === true ? { required: true } : {}),
    ...(category === undefined || type === 'boolean'
      ? {}
      : { customProperties: [{ property: 'pii', value: category }] }),
  };
}

/** The words of the standard that mean here what they say; the others are losses, with the reason that validation gives. */
function keptOf(column: JsonObject, at: string, losses: Loss[]): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [word, value] of Object.entries(column)) {
    if (OWN.has(word)) continue;
    const treatment = word === 'customProperties' ? undefined : treatmentOf(`${FIELD}.${word}`);
    if (treatment?.kind === 'implemented' || treatment?.kind === 'documentation') kept[word] = value;
    else {
      const why = treatment === undefined ? 'no word of the standard here' : treatment.why;
      losses.push({ at: `${at}.${word}`, what: `'${word}': ${why}`, remedy: treatment?.remedy ?? 'Leave it out' });
    }
  }
  return kept;
}
