import type { TableContract, TableName } from './contract';
import { UserError } from '../shared/errors';

export interface TableEdge {
  readonly from: TableName;
  readonly to: TableName;
}

/** Which table feeds which. The runner, the Data Factory pipeline, lineage and impact analysis read this one graph. */
export interface TableGraph {
  /** Every table after all it reads; ties in alphabetical order, so that the order is the same on every machine. */
  readonly order: readonly TableName[];
  /** Tables that may run side by side, level by level. */
  readonly levels: readonly (readonly TableName[])[];
  readonly edges: readonly TableEdge[];
  /** Tables that read `name`, directly or not, in order. */
  downstream(name: TableName): readonly TableName[];
}

/** Inputs and tables that foreign keys check against, without repetition. */
export function upstreamOf(contract: Pick<TableContract, 'inputs' | 'foreignKeys'>): readonly TableName[] {
  return [...new Set([...contract.inputs, ...contract.foreignKeys.map(({ references }) => references.table)])];
}

/** @throws UserError when tables feed each other in a circle */
export function tableGraph(contracts: readonly Pick<TableContract, 'name' | 'inputs' | 'foreignKeys'>[]): TableGraph {
  const edges = contracts
    .flatMap((contract) => upstreamOf(contract).map((from): TableEdge => ({ from, to: contract.name })))
    .sort((one, other) => compare(one.to, other.to) || compare(one.from, other.from));
  const levels = layered(contracts.map(({ name }) => name).sort(compare), edges);
  const order = levels.flat();
  return {
    order,
    levels,
    edges,
    downstream: (name) => {
      const reached = new Set<TableName>([name]);
      for (const table of order) {
        if (edges.some(({ from, to }) => to === table && reached.has(from))) reached.add(table);
      }
      reached.delete(name);
      return [...reached];
    },
  };
}

function layered(names: readonly TableName[], edges: readonly TableEdge[]): TableName[][] {
  const levels: TableName[][] = [];
  let waiting = [...names];
  while (waiting.length > 0) {
    const blocked = new Set(edges.filter(({ from }) => waiting.includes(from)).map(({ to }) => to));
    const ready = waiting.filter((name) => !blocked.has(name));
    if (ready.length === 0) {
      throw new UserError(
        'table-cycle',
        `the tables ${waiting.join(', ')} wait for each other`,
        'Remove one of their inputs or relationships, so that data flows one way.',
      );
    }
    levels.push(ready);
    waiting = waiting.filter((name) => blocked.has(name));
  }
  return levels;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
