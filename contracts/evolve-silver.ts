import {
  change,
  columnsOf,
  equal,
  gone,
  names,
  otherChanges,
  renaming,
  ruleChanges,
  text,
  without,
} from './evolve-parts';
import type { Facts, TableChange } from './evolve-parts';
import type { Shape } from './row-shape';

export function silverChanges(
  before: Shape,
  after: Shape,
  facts: Facts,
  renamed: ReadonlyMap<string, string>,
): readonly TableChange[] {
  const [old, now] = [columnsOf(before), columnsOf(after)];
  const columns = [...now].flatMap(([name, column]): readonly TableChange[] => {
    const from = renamed.get(name);
    if (from !== undefined) return [renaming(from, name), ...columnChanges(old.get(from) ?? {}, column, name)];
    const previous = old.get(name);
    return previous === undefined ? [added(old, now, name, facts)] : columnChanges(previous, column, name);
  });
  const goes = gone(old, now, renamed);
  const isReordered = !equal(
    [...old.keys()].filter((name) => now.has(name)),
    [...now.keys()].filter((name) => old.has(name)),
  );
  return [
    ...historyChanges(text(before['history']), text(after['history'])),
    ...keyChanges(names(before['keys']), names(after['keys']), renamed),
    ...columns,
    ...goes.map((name) => dropped(before, old, now, name, goes)),
    ...(isReordered
      ? [change('rebuild', 'columns-reordered', '', 'its columns, which decide ties, stand in other order')]
      : []),
    ...ruleChanges(before, after),
    ...otherChanges(before, after, ['columns', 'rules', 'keys', 'history'], renamed),
  ];
}

function added(
  old: ReadonlyMap<string, Shape>,
  now: ReadonlyMap<string, Shape>,
  name: string,
  facts: Facts,
): TableChange {
  const column = now.get(name) ?? {};
  const isEmpty = facts.newInSource?.includes(name) === true && !facts.dropped.includes(name);
  const standsLast = equal([...now.keys()].slice(0, old.size), [...old.keys()]);
  const readsItself =
    (column['expression'] ?? name) === name &&
    Object.keys(column).every((key) => ['name', 'type', 'expression'].includes(key));
  return isEmpty && standsLast && readsItself
    ? change('in-place', 'column-added', name, `column ${name} is added, empty in all rows so far`)
    : change('rebuild', 'column-added', name, `column ${name} is added, and computed for the rows so far`);
}

/** Columns at the end decide between no two rows that differ in anything else. */
function dropped(
  before: Shape,
  old: ReadonlyMap<string, Shape>,
  now: ReadonlyMap<string, Shape>,
  name: string,
  goes: readonly string[],
): TableChange {
  const history = before['history'];
  const keepsRows = history === 'scd1' || (history === 'append' && before['deduplicate'] !== true);
  const standsLast = equal([...old.keys()].slice(old.size - goes.length), [...goes]);
  return standsLast && keepsRows && [...now.keys()].every((one) => old.has(one))
    ? change('in-place', 'column-dropped', name, `column ${name} goes`)
    : change('rebuild', 'column-dropped', name, `column ${name}, which told rows apart, goes`);
}

function columnChanges(old: Shape, now: Shape, name: string): readonly TableChange[] {
  const changes: TableChange[] = [];
  const [was, is] = [text(old['type']), text(now['type'])];
  if (was !== is) changes.push(change('rebuild', 'type-changed', name, `column ${name} changes from ${was} to ${is}`));
  const [protectedBy, protects] = [text(old['protection']), text(now['protection'])];
  if (protectedBy !== protects) {
    const what = `the protection of column ${name} changes from ${protectedBy || 'none'} to ${protects || 'none'}`;
    changes.push(
      protects === ''
        ? change('decision', 'protection-removed', name, `${what}: its values become readable`)
        : change('rebuild', 'protection-changed', name, `${what}; older versions keep what they had`),
    );
  }
  const left = ['name', 'type', 'protection'];
  if (!equal(without(old, left), without(now, left))) {
    changes.push(change('rebuild', 'logic-changed', name, `column ${name} is computed another way`));
  }
  return changes;
}

function historyChanges(old: string, now: string): readonly TableChange[] {
  if (old === now) return [];
  const what = `its history changes from ${old} to ${now}`;
  if (old === 'scd2') return [change('decision', 'history-ended', '', `${what}: the versions of its keys end`)];
  return old === 'append' && now === 'scd1'
    ? [change('decision', 'rows-merged', '', `${what}: of each key one row stays`)]
    : [change('rebuild', 'history-changed', '', what)];
}

function keyChanges(
  old: readonly string[],
  now: readonly string[],
  renamed: ReadonlyMap<string, string>,
): readonly TableChange[] {
  const is = now.map((name) => renamed.get(name) ?? name);
  if (equal([...old], [...is])) return [];
  const what = `its key changes from ${old.join(', ') || 'none'} to ${now.join(', ') || 'none'}`;
  return old.every((name) => is.includes(name))
    ? [change('rebuild', 'key-changed', '', what)]
    : [change('decision', 'rows-merged', '', `${what}: rows that it told apart become one`)];
}
