import type { Layer, TableName } from '../../contracts/contract';
import type { TableGraph } from '../../contracts/graph';
import { activityName, JOB_FILES, RESOLVE_RELEASE } from '../../contracts/release-layout';
import type { Activity } from './activity';
import { policy, readJson, sparkJob, type JobWiring } from './release-activities';

/** What the activities of the medallion pipeline refer to. */
export interface MedallionWiring extends JobWiring {
  /** Dataset of the figures that the jobs leave beside the ledger. @default - none is read at the end */
  readonly figuresDataset?: string;
}

/** Last step of a run: its output is written to the factory log, which alerts and the workbook query. */
export const READ_FIGURES = 'ReadFigures';

/** Twice the slowest target (gold, 30 minutes) with the start of a pool; one repeat is harmless, jobs are idempotent. */
const JOB_POLICY = policy('0.01:30:00', 1, 120);

/**
 * The medallion pipeline: resolve the active release once, then one Spark job a table, each after all it reads, and at the end
 * a look at the figures of the ledger.
 *
 * Every job gets the release from the one lookup, so that a promotion in the middle of a run does not mix two releases.
 */
export function medallionActivities(graph: TableGraph, wiring: MedallionWiring): readonly Activity[] {
  // Those that no table waits for. Succeeded only: a step after a failed one that then succeeds would turn the run green.
  const last = graph.order.filter((table) => !graph.edges.some(({ from }) => from === table));
  return [
    readJson(RESOLVE_RELEASE, wiring.pointerDataset, []),
    ...graph.order.map((table) => refreshTable(table, graph, wiring)),
    ...(wiring.figuresDataset === undefined
      ? []
      : [readJson(READ_FIGURES, wiring.figuresDataset, last.map(activityName))]),
  ];
}

function refreshTable(table: TableName, graph: TableGraph, wiring: MedallionWiring): Activity {
  const upstream = graph.edges.filter(({ to }) => to === table).map(({ from }) => activityName(from));
  return sparkJob(wiring, {
    name: activityName(table),
    file: JOB_FILES[layerOf(table)],
    args: ['--tables', table],
    after: upstream.length > 0 ? upstream : [RESOLVE_RELEASE],
    policy: JOB_POLICY,
  });
}

function layerOf(table: TableName): Layer {
  return table.slice(0, table.indexOf('.')) as Layer;
}
