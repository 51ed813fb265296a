/** What a change of one table means, setting by setting; pure. */
import type { Column, TableContract } from '../contracts/contract';
import { upstreamOf } from '../contracts/graph';
import type { QualityRule } from '../contracts/rule';
import { isJsonArray, type Json } from '../shared/json';
import { differences } from './values';

/**
 * `breaking`: readers, stored data or personal data suffer. `attention`: behaviour changes, somebody should know.
 * `harmless`: nothing that stands is affected.
 */
export type Impact = 'breaking' | 'attention' | 'harmless';

export interface Note {
  readonly impact: Impact;
  /** Path of the setting, such as `columns[email].type`. */
  readonly setting: string;
  readonly message: string;
  readonly before?: Json | undefined;
  readonly after?: Json | undefined;
}

/** Every difference of two states of one table: those with a meaning of their own, then all others by their path. */
export function notesOf(before: TableContract, after: TableContract): readonly Note[] {
  const known = knownNotes(before, after);
  const others = differences(bodyOf(before), bodyOf(after)).filter(
    ({ path }) => !known.some(({ setting }) => path === setting || isBelow(path, setting)) && !isDerived(path, known),
  );
  return [
    ...known,
    ...others.map(({ path, before: old, after: next }): Note => ({
      impact: TOLD_ONLY.test(path) ? 'harmless' : 'attention',
      setting: path,
      message: `${path} changes from ${textOf(old)} to ${textOf(next)}`,
      before: old,
      after: next,
    })),
  ];
}

/** Read by people, by no job. */
const TOLD_ONLY = /(?:^|\.)(?:description|grain|owner|version|reason)$|^privacyReasons|notPersonal$/;

function isBelow(path: string, setting: string): boolean {
  return path.startsWith(`${setting}.`) || path.startsWith(`${setting}[`);
}

/** A rule that a required column brings with it comes and goes with that column, whose own note tells of it. */
function isDerived(path: string, known: readonly Note[]): boolean {
  const column = /^rules\[(.+)\.required\]$/.exec(path)?.[1];
  const places = [`columns[${column}]`, `columns[${column}].required`];
  return path === 'retentionFollows' || (column !== undefined && known.some(({ setting }) => places.includes(setting)));
}

/** As plain JSON, its lists by name: a rule is called by its id, a foreign key by its column. */
function bodyOf({ file: _, ...contract }: TableContract): { readonly [key: string]: Json } {
  const body = JSON.parse(JSON.stringify(contract)) as { readonly [key: string]: Json };
  return {
    ...body,
    columns: named(contract.columns, ({ name }) => name),
    rules: named(contract.rules, ({ id }) => id),
    foreignKeys: named(contract.foreignKeys, ({ column }) => column),
  };
}

function named<Item>(items: readonly Item[], nameOf: (item: Item) => string): Json {
  return JSON.parse(JSON.stringify(items.map((item) => ({ ...item, name: nameOf(item) })))) as Json;
}

function textOf(value: Json | undefined): string {
  if (value === undefined || value === '') return 'none';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function knownNotes(before: TableContract, after: TableContract): Note[] {
  const [old, next] = [before.layout, after.layout];
  return [
    ...columnNotes(before.columns, after.columns),
    ...ruleNotes(before.rules, after.rules),
    ...changed('breaking', 'keys', 'the key', before.keys, after.keys),
    ...changed('breaking', 'history', 'the history', before.history, after.history),
    ...changed('attention', 'orderBy', 'the order of rows', before.orderBy, after.orderBy),
    ...changed('attention', 'inputs', 'the inputs', upstreamOf(before), upstreamOf(after)),
    ...changed('breaking', 'layout.partitionBy', 'the partitioning', old.partitionBy, next.partitionBy),
    ...changed('attention', 'source', 'the source', json(before.source), json(after.source)),
    ...changed('attention', 'tiering', 'the tiering', json(before.tiering), json(after.tiering)),
    ...changed('harmless', 'layout.zOrderBy', 'the Z-order', old.zOrderBy, next.zOrderBy),
    ...amount('retentionDays', 'retention', before.retentionDays, after.retentionDays, 'days', 'breaking'),
    ...changed(
      'attention',
      'retentionBy',
      'the column that retention counts from',
      before.retentionBy,
      after.retentionBy,
    ),
    ...holdNotes(before, after),
    ...amount('latencyHours', 'accepted latency', before.latencyHours, after.latencyHours, 'hours', 'attention'),
  ];
}

/** The end of a hold lets rows go that a court may have asked for. */
function holdNotes({ legalHolds: before = [] }: TableContract, { legalHolds: after = [] }: TableContract): Note[] {
  const ids = (holds: typeof before) => holds.map(({ id }) => id);
  const [old, next] = [ids(before), ids(after)];
  const note = (impact: Impact, message: string): Note => ({
    impact,
    setting: 'legalHolds',
    message,
    before: old,
    after: next,
  });
  return [
    ...old
      .filter((id) => !next.includes(id))
      .map((id) => note('breaking', `the legal hold ${id} ends: its rows may go`)),
    ...next
      .filter((id) => !old.includes(id))
      .map((id) => note('attention', `the legal hold ${id} begins: no row goes`)),
  ];
}

function columnNotes(before: readonly Column[], after: readonly Column[]): Note[] {
  const old = new Map(before.map((column) => [column.name, column]));
  const gone = before.filter(({ name }) => !after.some((column) => column.name === name));
  const kept = (columns: readonly Column[], others: readonly Column[]): readonly string[] =>
    columns.map(({ name }) => name).filter((name) => others.some((column) => column.name === name));
  return [
    ...gone.map((column): Note => ({
      impact: 'breaking',
      setting: `columns[${column.name}]`,
      message: `column ${column.name} is removed`,
      before: json(column),
    })),
    ...after.flatMap((column) => {
      const previous = old.get(column.name);
      return previous === undefined ? [addedColumn(column)] : changedColumn(previous, column);
    }),
    ...changed('harmless', 'columns', 'the order of columns', kept(before, after), kept(after, before)).map((note) => ({
      ...note,
      setting: 'columns.order',
    })),
  ];
}

function addedColumn(column: Column): Note {
  const { name, type, required } = column;
  const added = { setting: `columns[${name}]`, after: json(column) };
  return required
    ? {
        impact: 'attention',
        message: `required column ${name} (${type}) is added: rows without it are quarantined`,
        ...added,
      }
    : { impact: 'harmless', message: `column ${name} (${type}) is added`, ...added };
}

function changedColumn(before: Column, after: Column): Note[] {
  const column = `column ${after.name}`;
  const place = `columns[${after.name}]`;
  const notes: Note[] = [...changed('breaking', `${place}.type`, `the type of ${column}`, before.type, after.type)];
  const [old, next] = [before.pii, after.pii];
  const pii = (impact: Impact, message: string): number =>
    notes.push({ impact, setting: `${place}.pii`, message, before: json(old), after: json(next) });
  if (old?.protection !== undefined && next?.protection === undefined)
    pii('breaking', `${column} loses its protection: ${old.category} would be readable`);
  else if (old === undefined && next !== undefined) pii('attention', `${column} is now personal (${next.category})`);
  else if (old !== undefined && next === undefined)
    pii('breaking', `${column} is no longer marked as personal (${old.category}): nothing protects it downstream`);
  if (before.required !== after.required) {
    notes.push({
      setting: `${place}.required`,
      before: before.required,
      after: after.required,
      ...(after.required
        ? { impact: 'attention', message: `${column} becomes required: rows without it are quarantined` }
        : { impact: 'breaking', message: `${column} may now be empty` }),
    });
  }
  return [
    ...notes,
    ...changed('attention', `${place}.expression`, `the expression of ${column}`, before.expression, after.expression),
  ];
}

function conditionOf(rule: QualityRule): string {
  switch (rule.kind) {
    case 'row':
      return rule.tolerance === undefined
        ? rule.expression
        : `${rule.expression}, failing ${rule.tolerance.unit}: ${rule.tolerance.expectation}`;
    case 'query':
      return `${rule.query}: ${rule.expectation}`;
    case 'volume':
      return `rows in percent of the last ${rule.lastRuns} runs: ${rule.expectation}`;
    case 'drift':
      return `drift of ${rule.columns.join(', ')} over ${rule.bins} bins: ${rule.expectation}`;
    default:
      return `${rule.metric}: ${rule.expectation}`;
  }
}

function ruleNotes(before: readonly QualityRule[], after: readonly QualityRule[]): Note[] {
  const gone = before.filter(({ id }) => !id.endsWith('.required') && !after.some((rule) => rule.id === id));
  return [
    ...gone.map((rule): Note => ({
      impact: 'attention',
      setting: `rules[${rule.id}]`,
      message: `rule ${rule.id} is removed`,
      before: conditionOf(rule),
    })),
    ...after.flatMap((rule): Note[] => {
      const { id } = rule;
      const place = `rules[${id}]`;
      const previous = before.find((one) => one.id === id);
      if (previous === undefined && id.endsWith('.required')) return [];
      if (previous === undefined) {
        const after = conditionOf(rule);
        return [{ impact: 'attention', setting: place, message: `rule ${id} is added (${after})`, after }];
      }
      return [
        ...changed('attention', `${place}.expression`, `rule ${id}`, conditionOf(previous), conditionOf(rule)),
        ...changed('attention', `${place}.severity`, `the severity of rule ${id}`, previous.severity, rule.severity),
      ];
    }),
  ];
}

function changed(
  impact: Impact,
  setting: string,
  what: string,
  before: Json | undefined,
  after: Json | undefined,
): Note[] {
  const [old, next] = [before, after].map((value) => (isJsonArray(value) ? value.join(', ') : textOf(value)));
  if (old === next) return [];
  const message = `${what} changes from ${orNone(old)} to ${orNone(next)}`;
  return [{ impact, setting, message, before, after }];
}

function amount(setting: string, what: string, before: number, after: number, unit: string, less: Impact): Note[] {
  if (before === after) return [];
  const [word, impact] = after < before ? (['shortened', less] as const) : (['lengthened', 'attention'] as const);
  return [{ impact, setting, message: `${what} is ${word} from ${before} to ${after} ${unit}`, before, after }];
}

function json(value: object | undefined): Json | undefined {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as Json);
}

function orNone(text: string | undefined): string {
  return text === undefined || text === '' ? 'none' : text;
}
