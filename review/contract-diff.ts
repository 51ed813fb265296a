import type { Column, TableContract, TableName } from '../contracts/contract';
import type { Rule } from '../contracts/rule';
import { tableGraph, upstreamOf } from '../contracts/graph';

/**
 * `breaking`: readers, stored data or personal data suffer. `attention`: behaviour changes, somebody should know.
 * `harmless`: nothing that stands is affected.
 */
export type Impact = 'breaking' | 'attention' | 'harmless';

export interface ContractChange {
  readonly table: TableName;
  readonly impact: Impact;
  /** One sentence: what changes, from what to what. */
  readonly message: string;
  /** Tables that read this one, directly or not. */
  readonly downstream: readonly TableName[];
}

/** What two sets of contracts mean for data and readers; breaking changes first, then by table. */
export function diffContracts(
  before: readonly TableContract[],
  after: readonly TableContract[],
): readonly ContractChange[] {
  const old = new Map(before.map((contract) => [contract.name, contract]));
  const next = new Map(after.map((contract) => [contract.name, contract]));
  const [oldGraph, nextGraph] = [tableGraph(before), tableGraph(after)];
  const changes: ContractChange[] = [];
  for (const contract of before) {
    if (next.has(contract.name)) continue;
    const downstream = oldGraph.downstream(contract.name);
    changes.push({
      table: contract.name,
      impact: 'breaking',
      message: `table ${contract.name} is removed`,
      downstream,
    });
  }
  for (const contract of after) {
    const previous = old.get(contract.name);
    const downstream = nextGraph.downstream(contract.name);
    const found: readonly Note[] =
      previous === undefined ? [['harmless', `table ${contract.name} is new`]] : notesOf(previous, contract);
    changes.push(...found.map(([impact, message]) => ({ table: contract.name, impact, message, downstream })));
  }
  return changes.sort(
    (one, other) =>
      IMPACTS.indexOf(one.impact) - IMPACTS.indexOf(other.impact) ||
      (one.table < other.table ? -1 : one.table > other.table ? 1 : 0),
  );
}

const IMPACTS: readonly Impact[] = ['breaking', 'attention', 'harmless'];

type Note = readonly [Impact, string];

function notesOf(before: TableContract, after: TableContract): Note[] {
  return [
    ...columnNotes(before.columns, after.columns),
    ...ruleNotes(before.rules, after.rules),
    ...changed('breaking', 'the key', before.keys.join(', '), after.keys.join(', ')),
    ...changed('breaking', 'the history', before.history, after.history),
    ...changed('attention', 'the order of rows', before.orderBy.join(', '), after.orderBy.join(', ')),
    ...changed('attention', 'the inputs', upstreamOf(before).join(', '), upstreamOf(after).join(', ')),
    ...changed(
      'breaking',
      'the partitioning',
      before.layout.partitionBy.join(', '),
      after.layout.partitionBy.join(', '),
    ),
    ...changed('attention', 'the source', JSON.stringify(before.source), JSON.stringify(after.source)),
    ...changed('attention', 'the tiering', JSON.stringify(before.tiering), JSON.stringify(after.tiering)),
    ...changed('harmless', 'the Z-order', before.layout.zOrderBy.join(', '), after.layout.zOrderBy.join(', ')),
    ...amount('retention', before.retentionDays, after.retentionDays, 'days', { less: 'breaking', more: 'attention' }),
    ...amount('accepted latency', before.latencyHours, after.latencyHours, 'hours', {
      less: 'attention',
      more: 'attention',
    }),
  ];
}

function columnNotes(before: readonly Column[], after: readonly Column[]): Note[] {
  const old = new Map(before.map((column) => [column.name, column]));
  const gone = before.filter(({ name }) => !after.some((column) => column.name === name));
  return [
    ...gone.map(({ name }): Note => ['breaking', `column ${name} is removed`]),
    ...after.flatMap((column) => {
      const previous = old.get(column.name);
      return previous === undefined ? [addedColumn(column)] : changedColumn(previous, column);
    }),
  ];
}

function addedColumn({ name, type, required }: Column): Note {
  return required
    ? ['attention', `required column ${name} (${type}) is added: rows without it are quarantined`]
    : ['harmless', `column ${name} (${type}) is added`];
}

function changedColumn(before: Column, after: Column): Note[] {
  const column = `column ${after.name}`;
  const notes: Note[] = [...changed('breaking', `the type of ${column}`, before.type, after.type)];
  if (before.pii?.protection !== undefined && after.pii?.protection === undefined) {
    notes.push(['breaking', `${column} loses its protection: ${before.pii.category} would be readable`]);
  }
  if (before.pii === undefined && after.pii !== undefined)
    notes.push(['attention', `${column} is now personal (${after.pii.category})`]);
  if (before.pii !== undefined && after.pii === undefined && before.pii.protection === undefined) {
    notes.push([
      'breaking',
      `${column} is no longer marked as personal (${before.pii.category}): nothing protects it downstream`,
    ]);
  }
  if (before.required !== after.required) {
    notes.push(
      after.required
        ? ['attention', `${column} becomes required: rows without it are quarantined`]
        : ['breaking', `${column} may now be empty`],
    );
  }
  return [...notes, ...changed('attention', `the expression of ${column}`, before.expression, after.expression)];
}

function conditionOf(rule: Rule): string {
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

function ruleNotes(before: readonly Rule[], after: readonly Rule[]): Note[] {
  const gone = before.filter(({ id }) => !id.endsWith('.required') && !after.some((rule) => rule.id === id));
  return [
    ...gone.map(({ id }): Note => ['attention', `rule ${id} is removed`]),
    ...after.flatMap((rule): Note[] => {
      const previous = before.find(({ id }) => id === rule.id);
      if (previous === undefined)
        return rule.id.endsWith('.required') ? [] : [['attention', `rule ${rule.id} is added (${conditionOf(rule)})`]];
      return [
        ...changed('attention', `rule ${rule.id}`, conditionOf(previous), conditionOf(rule)),
        ...changed('attention', `the severity of rule ${rule.id}`, previous.severity, rule.severity),
      ];
    }),
  ];
}

function changed(impact: Impact, what: string, before: string | undefined, after: string | undefined): Note[] {
  return before === after ? [] : [[impact, `${what} changes from ${orNone(before)} to ${orNone(after)}`]];
}

function orNone(text: string | undefined): string {
  return text === undefined || text === '' ? 'none' : text;
}

function amount(
  what: string,
  before: number,
  after: number,
  unit: string,
  impact: { less: Impact; more: Impact },
): Note[] {
  if (before === after) return [];
  const [word, grade] = after < before ? ['shortened', impact.less] : ['lengthened', impact.more];
  return [[grade as Impact, `${what} is ${word} from ${before} to ${after} ${unit}`]];
}
