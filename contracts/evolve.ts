/**
 * What a change of contract means for the rows that a table has. Pure: `pipelines/src/medallion/evolution/classify.py`
 * says the same, and both are tested with `pipelines/tests/evolutions.json`.
 */
import { bronzeChanges } from './evolve-bronze';
import { columnsOf, EVOLUTION_KINDS, type EvolutionKind, type Facts, type TableChange } from './evolve-parts';
import { silverChanges } from './evolve-silver';
import type { Layer, TableName } from './contract';
import type { Manifest, ManifestTable } from './manifest';
import { codeOf, shapeOf, type Shape } from './row-shape';

export interface Evolution {
  readonly table: TableName;
  readonly kind: EvolutionKind;
  /** What `medallion contracts accept` takes; empty where nothing changes, or only an input does. */
  readonly code: string;
  readonly changes: readonly TableChange[];
}

/** The gravest. */
export function kindOf(changes: readonly TableChange[]): EvolutionKind {
  const grades = changes.map(({ kind }) => EVOLUTION_KINDS.indexOf(kind));
  return EVOLUTION_KINDS[Math.max(0, ...grades)] ?? 'none';
}

/** @param renames new name to old, as columns declare it */
export function classify(
  layer: Layer,
  before: Shape,
  after: Shape,
  facts: Facts,
  renames: ReadonlyMap<string, string> = new Map(),
): readonly TableChange[] {
  const was = columnsOf(before);
  const renamed = new Map([...renames].filter(([now, old]) => !was.has(now) && was.has(old)));
  const rebuilt = facts.rebuilt.map((name): TableChange => ({
    kind: 'rebuild',
    what: 'input-rebuilt',
    column: '',
    message: `its input ${name} was made again`,
  }));
  if (layer === 'bronze') return bronzeChanges(before, after, facts, renamed);
  if (layer === 'silver') return [...silverChanges(before, after, facts, renamed), ...rebuilt];
  if (before['fingerprint'] === after['fingerprint']) return rebuilt;
  return [{ kind: 'rebuild', what: 'sql-changed', column: '', message: 'its contract or SQL changes' }, ...rebuilt];
}

/** All tables of two manifests in the order of the graph. Tables that are new or gone have no rows to be changed. */
export function evolutionsBetween(before: Manifest, after: Manifest): readonly Evolution[] {
  const old = new Map(before.tables.map((table) => [table.name, table]));
  const found = new Map<string, Evolution>();
  for (const table of after.tables) {
    const previous = old.get(table.name);
    if (previous === undefined) continue;
    const facts: Facts = {
      rescued: null,
      newInSource: newIn(table, previous, old, after, found),
      rebuilt: table.layer === 'silver' ? table.inputs.filter((name) => isRebuilt(found.get(name))) : [],
      dropped: [],
    };
    const [was, now] = [shapeOf(previous), shapeOf(table)];
    const renames = new Map(
      table.columns.flatMap(({ name, renamedFrom }) =>
        renamedFrom === undefined ? [] : [[name, renamedFrom] as const],
      ),
    );
    const changes = classify(table.layer, was, now, facts, renames);
    const isOwn = changes.some(({ what }) => what !== 'input-rebuilt');
    found.set(table.name, {
      table: table.name,
      kind: kindOf(changes),
      code: isOwn && table.layer !== 'gold' ? codeOf(table.name, was, now) : '',
      changes,
    });
  }
  return [...found.values()].filter(({ changes }) => changes.length > 0);
}

function isRebuilt(evolution: Evolution | undefined): boolean {
  return evolution?.kind === 'rebuild' || evolution?.kind === 'decision';
}

/** Columns that the source has from now on, and that are empty in what has been taken. */
function newIn(
  table: ManifestTable,
  previous: ManifestTable,
  old: ReadonlyMap<string, ManifestTable>,
  after: Manifest,
  found: ReadonlyMap<string, Evolution>,
): readonly string[] | null {
  const [primary] = table.inputs;
  const source = after.tables.find(({ name }) => name === primary);
  const before = primary === undefined ? undefined : old.get(primary);
  if (table.layer !== 'silver' || source === undefined || before === undefined) return null;
  if (previous.inputs[0] !== primary || isRebuilt(found.get(source.name))) return null;
  const known = new Set(before.columns.map(({ name }) => name));
  return source.columns.map(({ name }) => name).filter((name) => !known.has(name));
}
