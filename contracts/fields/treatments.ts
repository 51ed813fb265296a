/** What becomes of each field of the standard, by its path. `docs/odcs-fields.md` is generated from here. */
import { COLUMN_FIELDS } from './column-fields';
import { CONTRACT_FIELDS, TABLE_FIELDS } from './contract-fields';
import { QUALITY_FIELDS } from './quality-fields';
import type { Treatment } from './treatment';

const TABLE = 'schema[]';
const COLUMN = `${TABLE}.properties[]`;

export const TREATMENTS: ReadonlyMap<string, Treatment> = new Map([
  ...Object.entries(CONTRACT_FIELDS),
  ...below(TABLE, TABLE_FIELDS),
  ...below(`${TABLE}.quality[]`, QUALITY_FIELDS),
  ...below(COLUMN, COLUMN_FIELDS),
  ...below(`${COLUMN}.quality[]`, QUALITY_FIELDS),
]);

function below(path: string, fields: Readonly<Record<string, Treatment>>): [string, Treatment][] {
  return Object.entries(fields).map(([name, treatment]) => [`${path}.${name}`, treatment]);
}

/**
 * The treatment of a field: its own, or that of the nearest field around it.
 *
 * @returns undefined for a field that nobody has decided about
 */
export function treatmentOf(field: string): Treatment | undefined {
  for (let path = field; path !== ''; path = path.replace(/(^|\.)[^.]*$/, '')) {
    const treatment = TREATMENTS.get(path.replace(/\[\]$/, ''));
    if (treatment !== undefined) return treatment;
  }
  return undefined;
}
