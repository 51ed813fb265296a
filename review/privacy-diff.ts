/** Which edits of contracts make persons easier to see, or harder to find and to forget; pure, over two states of a lake. */
import type { Column, DriftMode, OrphanPolicy, TableContract, TableName } from '../contracts/contract';

export interface PrivacyFinding {
  readonly table: TableName;
  /** What a reason names: `<layer>.<table>`, then the column, then the setting. */
  readonly edit: string;
  /** One sentence: what changes, and what that means for persons. */
  readonly message: string;
  /** Why it is done all the same, as the new contracts say; undefined where they do not. */
  readonly reason?: string;
}

/** Three years: the longest common limitation period for sales data, and no law asks for personal data beyond it. */
export const LONGEST_PERSONAL_RETENTION_DAYS = 1095;

/** From what keeps most of the unknown to what keeps nothing of it. */
const DRIFT_STRENGTH: Readonly<Record<DriftMode, number>> = {
  evolve: 0,
  'discard-row': 1,
  'discard-value': 2,
  freeze: 3,
};
/** From what takes a row into the table without its person to what keeps it out. */
const ORPHAN_STRENGTH: Readonly<Record<OrphanPolicy, number>> = { 'default-row': 0, hold: 1, quarantine: 2 };

/** Every weakening edit; an edit that strengthens gives none. */
export function weakenings(
  before: readonly TableContract[],
  after: readonly TableContract[],
): readonly PrivacyFinding[] {
  const next = new Map(after.map((table) => [table.name, table]));
  const reasons = newReasons(before, after);
  return before
    .flatMap((table) => weakeningsOf(table, next.get(table.name)))
    .map(([table, place, message]) => {
      const edit = place === '' ? table : `${table}.${place}`;
      const reason = reasons.get(edit);
      return { table, edit, message, ...(reason === undefined ? {} : { reason }) };
    })
    .sort((one, other) => (one.edit < other.edit ? -1 : one.edit > other.edit ? 1 : 0));
}

type Weakening = readonly [table: TableName, place: string, message: string];

/** A reason counts for the change that brings it: one that stood there was for an edit before. */
function newReasons(before: readonly TableContract[], after: readonly TableContract[]): ReadonlyMap<string, string> {
  const old = new Set(before.flatMap(reasonsOf).map((entry) => entry.join('\n')));
  return new Map(after.flatMap(reasonsOf).filter((entry) => !old.has(entry.join('\n'))));
}

function reasonsOf({ name, columns, privacyReasons = [] }: TableContract): (readonly [string, string])[] {
  return [
    ...columns.flatMap(({ name: column, notPersonal }) =>
      notPersonal === undefined
        ? []
        : ['pii', 'protection'].map((setting) => [`${name}.${column}.${setting}`, notPersonal] as const),
    ),
    ...privacyReasons.map(({ edit, reason }) => [edit, reason] as const),
  ];
}

function isAboutPersons({ columns }: TableContract): boolean {
  return columns.some(({ pii, subject }) => pii !== undefined || subject !== undefined);
}

function weakeningsOf(before: TableContract, after: TableContract | undefined): Weakening[] {
  const { name } = before;
  const found: Weakening[] = [];
  const add = (place: string, message: string) => found.push([name, place, message]);
  if (after === undefined) {
    if (isAboutPersons(before))
      add('', `table ${name} is no longer declared: what it holds of persons stays, and no erasure finds it`);
    return found;
  }
  if (DRIFT_STRENGTH[after.drift] < DRIFT_STRENGTH[before.drift])
    add('drift', `drift changes from ${before.drift} to ${after.drift}: more of what nobody has declared is kept`);
  if (!isAboutPersons(before)) return found;
  const lostKeys = before.keys.filter((key) => !after.keys.includes(key));
  if (lostKeys.length > 0)
    add('keys', `the key loses ${lostKeys.join(', ')}: rows of different persons may become one`);
  if (before.deleteWhen !== undefined && after.deleteWhen !== before.deleteWhen)
    add('deleteWhen', `deleteWhen changes: what the source deletes may stay`);
  if (after.retentionDays > before.retentionDays && after.retentionDays > LONGEST_PERSONAL_RETENTION_DAYS)
    add(
      'retention',
      `retention rises from ${before.retentionDays} to ${after.retentionDays} days, beyond ${LONGEST_PERSONAL_RETENTION_DAYS} for personal data`,
    );
  for (const key of before.foreignKeys) {
    const next = after.foreignKeys.find(({ column }) => column === key.column);
    if (next === undefined)
      add(`${key.column}.orphans`, `the foreign key of ${key.column} goes: rows that refer to nobody are taken`);
    else if (ORPHAN_STRENGTH[next.orphans] < ORPHAN_STRENGTH[key.orphans])
      add(
        `${key.column}.orphans`,
        `orphans of ${key.column} change from ${key.orphans} to ${next.orphans}: rows leave the person they are about`,
      );
  }
  for (const column of before.columns) {
    const next = after.columns.find((candidate) => candidate.name === column.name);
    for (const [setting, message] of next === undefined ? removed(column, after) : changed(column, next))
      add(`${column.name}.${setting}`, message);
  }
  return found;
}

type Setting = readonly [setting: string, message: string];

function removed({ name, pii, subject }: Column, { layer, drift }: TableContract): Setting[] {
  const found: Setting[] = [];
  if (subject !== undefined)
    found.push(['subject', `column ${name} goes, by which a row was of one ${subject}: no erasure finds its rows`]);
  // In silver and gold the value is no longer there. In bronze it arrives all the same.
  if (pii !== undefined && layer === 'bronze' && (drift === 'evolve' || drift === 'discard-row'))
    found.push([
      'pii',
      `personal column ${name} (${pii.category}) goes from the contract, and its values go on arriving`,
    ]);
  return found;
}

function changed(before: Column, after: Column): Setting[] {
  const { name, pii, subject } = before;
  const found: Setting[] = [];
  if (pii !== undefined && after.pii === undefined)
    found.push(['pii', `column ${name} is no longer personal (${pii.category}): nothing protects it further on`]);
  else if (pii !== undefined && after.pii !== undefined && pii.category !== after.pii.category)
    found.push(['pii', `column ${name} changes from ${pii.category} to ${after.pii.category}`]);
  if (pii?.protection !== undefined && after.pii?.protection === undefined)
    found.push([
      'protection',
      `column ${name} loses its protection ${pii.protection}: ${pii.category} would be readable`,
    ]);
  if (subject !== undefined && after.subject !== subject)
    found.push(['subject', `column ${name} no longer says which ${subject} a row is about: no erasure finds its rows`]);
  if (subject !== undefined && before.required && !after.required)
    found.push(['required', `column ${name} may be empty: such rows are of no ${subject}, and no erasure finds them`]);
  if (subject !== undefined && before.type !== after.type)
    found.push([
      'type',
      `column ${name} changes from ${before.type} to ${after.type}: old tokens of a ${subject} no longer meet`,
    ]);
  if (pii === undefined && subject === undefined) return found;
  if (!extendsSteps(before.standardise, after.standardise))
    found.push([
      'standardise',
      `the standard form of ${name} changes: one person gets several tokens, and is half found`,
    ]);
  if ((pii?.protection !== undefined || subject !== undefined) && before.expression !== after.expression)
    found.push(['expression', `the expression of ${name} changes: tokens made before and after do not meet`]);
  return found;
}

/** Whether every step that was is still taken, in its order. */
function extendsSteps(before: Column['standardise'] = [], after: Column['standardise'] = []): boolean {
  let taken = 0;
  for (const step of after) {
    if (taken < before.length && JSON.stringify(step) === JSON.stringify(before[taken])) taken += 1;
  }
  return taken === before.length;
}
