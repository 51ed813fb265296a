import {
  change,
  columnsOf,
  equal,
  gone,
  otherChanges,
  renaming,
  ruleChanges,
  text,
  widens,
  without,
} from './evolve-parts';
import type { Facts, TableChange } from './evolve-parts';
import { isJsonObject } from '../shared/json';
import type { Shape } from './row-shape';

/** Settings of a source that say which deliveries are taken: what has been taken stays. */
const SELECTING = [
  'system',
  'path',
  'archiveAfterDays',
  'include',
  'exclude',
  'select',
  'complete',
  'completion',
  'paths',
];

export function bronzeChanges(
  before: Shape,
  after: Shape,
  facts: Facts,
  renamed: ReadonlyMap<string, string>,
): readonly TableChange[] {
  const [old, now] = [columnsOf(before), columnsOf(after)];
  const drift = (shape: Shape): string => text(shape['drift']) || 'evolve';
  const rescued = new Set(facts.rescued?.map((key) => key.toLowerCase()));
  const columns = [...now].flatMap(([name, column]): readonly TableChange[] => {
    const from = renamed.get(name);
    if (from !== undefined) {
      return [renaming(from, name), ...columnChanges(old.get(from) ?? {}, { ...column, name: from }, name)];
    }
    const previous = old.get(name);
    if (previous !== undefined) return columnChanges(previous, column, name);
    const isElsewhere = Object.keys(column).some((key) => !['name', 'type', 'format', 'source'].includes(key));
    return rescued.has((text(column['source']) || name).toLowerCase()) ||
      isElsewhere ||
      drift(before) === 'discard-value'
      ? [change('rebuild', 'column-added', name, `column ${name} is added, and rows have values of it aside`)]
      : [change('in-place', 'column-added', name, `column ${name} is added`)];
  });
  const goes = gone(old, now, renamed).map((name) =>
    drift(after) === 'evolve'
      ? change('rebuild', 'column-dropped', name, `column ${name} goes; its values are kept in _rescued_data`)
      : change('decision', 'column-dropped', name, `column ${name} goes, and its values are kept nowhere`),
  );
  return [
    ...sourceChanges(before['source'], after['source']),
    ...columns,
    ...goes,
    ...driftChanges(drift(before), drift(after)),
    ...ruleChanges(before, after),
    ...otherChanges(before, after, ['columns', 'source', 'drift', 'rules', 'keys', 'orderBy', 'history']),
  ];
}

function columnChanges(old: Shape, now: Shape, name: string): readonly TableChange[] {
  const [was, is] = [text(old['type']), text(now['type'])];
  const what = `column ${name} changes from ${was} to ${is}`;
  const changes: TableChange[] = [];
  if (was !== is) {
    changes.push(
      widens(was, is)
        ? change('rebuild', 'type-widened', name, what)
        : change('decision', 'type-narrowed', name, `${what}, which cannot hold all that it held`),
    );
  }
  if (!equal(without(old, ['name', 'type']), without(now, ['name', 'type']))) {
    changes.push(change('rebuild', 'reading-changed', name, `column ${name} is read another way`));
  }
  return changes;
}

function sourceChanges(before: Shape[string] | undefined, after: Shape[string] | undefined): readonly TableChange[] {
  const [old, now] = [isJsonObject(before) ? before : {}, isJsonObject(after) ? after : {}];
  if (equal(old, now)) return [];
  for (const name of ['kind', 'format']) {
    if (equal(old[name], now[name])) continue;
    const what = `its source changes from ${text(old[name]) || 'files'} to ${text(now[name]) || 'files'}`;
    return [change('impossible', 'source-replaced', '', `${what}, which cannot bring the old rows again`)];
  }
  return equal(without(old, SELECTING), without(now, SELECTING))
    ? [change('in-place', 'selection-changed', '', 'its deliveries are chosen another way; those taken stay')]
    : [change('rebuild', 'reading-changed', '', 'its source is read another way')];
}

function driftChanges(old: string, now: string): readonly TableChange[] {
  if (old === now) return [];
  const what = `its drift mode changes from ${old} to ${now}`;
  if (now === 'discard-value') {
    return [change('decision', 'drift-changed', '', `${what}, and rescued values are kept nowhere`)];
  }
  const isOfComing = [old, now].every((mode) => mode === 'evolve' || mode === 'freeze');
  return isOfComing
    ? [change('in-place', 'drift-changed', '', `${what} for what comes`)]
    : [change('rebuild', 'drift-changed', '', what)];
}
