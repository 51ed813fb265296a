import type { TableContract, TableName } from '../contracts/contract';
import { tableGraph } from '../contracts/graph';
import type { Json } from '../shared/json';
import { type Impact, notesOf } from './contract-notes';

export interface ContractChange {
  readonly table: TableName;
  readonly impact: Impact;
  /** Path of what changes, such as `columns[email].type`; `table.added` or `table.removed` for a whole table. */
  readonly setting: string;
  /** One sentence: what changes, from what to what. */
  readonly message: string;
  /** Undefined where there was nothing. */
  readonly before?: Json;
  /** Undefined where there is nothing any more. */
  readonly after?: Json;
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
  const gone = before
    .filter(({ name }) => !next.has(name))
    .map(({ name }): ContractChange => ({
      table: name,
      impact: 'breaking',
      setting: 'table.removed',
      message: `table ${name} is removed`,
      downstream: oldGraph.downstream(name),
    }));
  const here = after.flatMap((contract): ContractChange[] => {
    const { name: table } = contract;
    const previous = old.get(table);
    const downstream = nextGraph.downstream(table);
    if (previous === undefined)
      return [{ table, impact: 'harmless', setting: 'table.added', message: `table ${table} is new`, downstream }];
    return notesOf(previous, contract).map(({ before: was, after: is, ...note }) => ({
      table,
      ...note,
      ...(was === undefined ? {} : { before: was }),
      ...(is === undefined ? {} : { after: is }),
      downstream,
    }));
  });
  return [...gone, ...here].sort(
    (one, other) =>
      IMPACTS.indexOf(one.impact) - IMPACTS.indexOf(other.impact) ||
      (one.table < other.table ? -1 : one.table > other.table ? 1 : 0),
  );
}

const IMPACTS: readonly Impact[] = ['breaking', 'attention', 'harmless'];
