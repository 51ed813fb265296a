/** What bronze and silver have in common where a contract changes. */
import { isJsonArray, isJsonObject, type Json } from '../shared/json';
import { textOf, type Shape } from './row-shape';

/**
 * `none`; `in-place`: metadata only; `rebuild`: the rows are made again from the layer below; `decision`: something would
 * be lost that cannot be made again, or rows become one; `impossible`: the old rows cannot follow the new contract.
 */
export const EVOLUTION_KINDS = ['none', 'in-place', 'rebuild', 'decision', 'impossible'] as const;
export type EvolutionKind = (typeof EVOLUTION_KINDS)[number];

/** One difference. `column` is empty where it concerns the whole table. */
export interface TableChange {
  readonly kind: EvolutionKind;
  readonly what: string;
  readonly column: string;
  readonly message: string;
}

/** What the shapes do not say; null: nobody has looked. */
export interface Facts {
  /** Keys in the rescued data of bronze. */
  readonly rescued: readonly string[] | null;
  /** Columns of the source that are NULL in every row that silver has taken. */
  readonly newInSource: readonly string[] | null;
  /** Inputs whose rows were made again. */
  readonly rebuilt: readonly string[];
  /** Columns that old files still hold. */
  readonly dropped: readonly string[];
}

export function change(kind: EvolutionKind, what: string, column: string, message: string): TableChange {
  return { kind, what, column, message };
}

export function columnsOf(shape: Shape): ReadonlyMap<string, Shape> {
  const columns = shape['columns'];
  return new Map(
    (isJsonArray(columns) ? columns : []).flatMap((column) =>
      isJsonObject(column) ? [[text(column['name']), column] as const] : [],
    ),
  );
}

export function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function names(value: Json | undefined): readonly string[] {
  return isJsonArray(value) ? value.map(text) : [];
}

export function equal(one: Json | undefined, other: Json | undefined): boolean {
  return textOf(one ?? null) === textOf(other ?? null);
}

export function without(shape: Shape, left: readonly string[]): Shape {
  return Object.fromEntries(Object.entries(shape).filter(([name]) => !left.includes(name)));
}

export function gone(
  old: ReadonlyMap<string, Shape>,
  now: ReadonlyMap<string, Shape>,
  renamed: ReadonlyMap<string, string>,
): readonly string[] {
  return [...old.keys()].filter((name) => !now.has(name) && ![...renamed.values()].includes(name));
}

export function renaming(old: string, now: string): TableChange {
  return change('rebuild', 'column-renamed', now, `column ${old} is renamed to ${now}`);
}

export function ruleChanges(before: Shape, after: Shape): readonly TableChange[] {
  const [old, now] = [before['rules'], after['rules']].map((rules) => (isJsonObject(rules) ? rules : {}));
  const all = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])].sort();
  const differing = all.filter((name) => old?.[name] !== now?.[name]);
  if (differing.length === 0) return [];
  return [change('rebuild', 'rules-changed', '', `rows are judged by other rules (${differing.join(', ')})`)];
}

const SPOKEN: Readonly<Record<string, readonly [string, string]>> = {
  partitionBy: ['partitions-changed', 'its partitions change'],
  orderBy: ['order-changed', 'which row of a key is newer is decided another way'],
  foreignKeys: ['foreign-keys-changed', 'its foreign keys or what becomes of orphans change'],
  deduplicate: ['deduplication-changed', 'equal rows are kept another way'],
  deleteWhen: ['deletion-changed', 'other rows end their key'],
  input: ['input-changed', 'it reads another table'],
};

/** Everything that is not named: whatever it is, the rows are made again. */
export function otherChanges(
  before: Shape,
  after: Shape,
  named: readonly string[],
  renamed: ReadonlyMap<string, string> = new Map(),
): readonly TableChange[] {
  const all = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return all.flatMap((name) => {
    if (named.includes(name)) return [];
    const isNames = name === 'orderBy' || name === 'partitionBy';
    const given = after[name];
    const now = isNames && given !== undefined ? names(given).map((one) => renamed.get(one) ?? one) : given;
    if (equal(before[name], now)) return [];
    const [what, message] = SPOKEN[name] ?? ['setting-changed', `its ${name} changes`];
    return [change('rebuild', what, '', message)];
  });
}

const INTEGERS: Readonly<Record<string, number>> = { tinyint: 3, smallint: 5, int: 10, bigint: 19 };
const WIDER = ['float>double', 'int>double', 'smallint>float', 'smallint>double', 'date>timestamp'];

/** Whether the new type holds every value of the old one exactly. */
export function widens(old: string, now: string): boolean {
  if (old === now) return true;
  if (now === 'string' || WIDER.includes(`${old}>${now}`)) return old !== 'binary';
  const [oldDigits, nowDigits] = [INTEGERS[old], INTEGERS[now]];
  if (oldDigits !== undefined && nowDigits !== undefined) return oldDigits <= nowDigits;
  const wide = decimal(now);
  if (wide === undefined) return false;
  if (oldDigits !== undefined) return wide.digits - wide.places >= oldDigits;
  const narrow = decimal(old);
  if (narrow === undefined) return false;
  return wide.places >= narrow.places && wide.digits - wide.places >= narrow.digits - narrow.places;
}

function decimal(type: string): { digits: number; places: number } | undefined {
  const match = /^decimal\((\d+),?(\d*)\)$/.exec(type);
  return match === null ? undefined : { digits: Number(match[1]), places: Number(match[2] ?? 0) };
}
