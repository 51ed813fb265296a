import type { Layer, TableName } from '../../contracts/contract';
import type { TableGraph } from '../../contracts/graph';
import { activityName } from '../../contracts/release-layout';
import type { SessionForm } from '../../environments/settings/sessions';

/** One Spark application of a run. */
export interface Session {
  /** Name of its activity. */
  readonly name: string;
  /** What it works through, each after all it reads. */
  readonly tables: readonly TableName[];
  /** The layer of all its tables; undefined for a mixture. */
  readonly layer: Layer | undefined;
  /** Whether it takes every table of the lake, or of its layer: then no table has to be named. */
  readonly isWhole: boolean;
  /** It takes the one table that it is named after. */
  readonly isOfTable: boolean;
  /** Sessions it waits for. */
  readonly after: readonly string[];
}

/**
 * Divides the tables among sessions. A table that runs alone parts the graph: what it feeds, directly or not, waits in a later
 * session, so that sessions never wait for each other in a circle.
 */
export function sessionsOf(
  graph: TableGraph,
  form: SessionForm,
  alone: ReadonlySet<TableName> = new Set(),
): readonly Session[] {
  const stages = stagesOf(graph, alone);
  const nameOf = (table: TableName): string => {
    if (form === 'table' || alone.has(table)) return activityName(table);
    const stage = stages.get(table) ?? 0;
    const base = form === 'layer' ? `${layerOf(table)}_every-table` : 'RefreshLake';
    return stage === 0 ? base : `${base}-${String(stage + 1)}`;
  };
  const names = [...new Set(graph.order.map(nameOf))];
  return names.map((name): Session => {
    const tables = graph.order.filter((table) => nameOf(table) === name);
    const layers = [...new Set(tables.map(layerOf))];
    const [layer] = layers;
    const isOfTable = form === 'table' || tables.some((table) => alone.has(table));
    const all = form === 'layer' ? graph.order.filter((table) => layerOf(table) === layer) : graph.order;
    const feeding = graph.edges.filter(({ to }) => tables.includes(to)).map(({ from }) => nameOf(from));
    return {
      name,
      tables,
      layer: layers.length === 1 ? layer : undefined,
      isWhole: tables.length === all.length,
      isOfTable,
      after: [...new Set(feeding)].filter((other) => other !== name),
    };
  });
}

/** How many tables that run alone come before a table, along the longest way. */
function stagesOf(graph: TableGraph, alone: ReadonlySet<TableName>): ReadonlyMap<TableName, number> {
  const stages = new Map<TableName, number>();
  for (const table of graph.order) {
    const before = graph.edges
      .filter(({ to }) => to === table)
      .map(({ from }) => (stages.get(from) ?? 0) + (alone.has(from) ? 1 : 0));
    stages.set(table, Math.max(0, ...before));
  }
  return stages;
}

export function layerOf(table: TableName): Layer {
  return table.slice(0, table.indexOf('.')) as Layer;
}
