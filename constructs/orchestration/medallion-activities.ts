import type { Layer, TableName } from '../../contracts/contract';
import type { TableGraph } from '../../contracts/graph';
import { activityName, BINDING_FILE, JOB_FILES, RESOLVE_RELEASE, TABLE_JOB } from '../../contracts/release-layout';
import type { Activity, ActivityPolicy, Expression } from './activity';

/** What the activities of the medallion pipeline refer to. */
export interface MedallionWiring {
  /** Dataset of the release pointer. */
  readonly pointerDataset: string;
  /** Dataset of the figures that the jobs leave beside the ledger. */
  readonly figuresDataset: string;
  /** Linked service of the Synapse workspace. */
  readonly synapseService: string;
  readonly sparkPool: string;
  /** `abfss://...`, without slash at its end: the folder below which releases lie, one folder each. */
  readonly releasesUri: string;
}

/** Last step of a run: its output stands in the log of the factory, from where alerts and workbook read it. */
export const READ_FIGURES = 'ReadFigures';

/** A small file is read in seconds or not at all. */
const LOOKUP_POLICY = policy('0.00:10:00', 2, 30);

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
    lookup(RESOLVE_RELEASE, wiring.pointerDataset, []),
    ...graph.order.map((table) => refreshTable(table, graph, wiring)),
    lookup(READ_FIGURES, wiring.figuresDataset, last.map(activityName)),
  ];
}

function lookup(name: string, dataset: string, after: readonly string[]): Activity {
  return {
    name,
    type: 'Lookup',
    dependsOn: after.map((activity) => ({ activity, dependencyConditions: ['Succeeded'] })),
    policy: LOOKUP_POLICY,
    userProperties: [],
    typeProperties: {
      source: { type: 'JsonSource', storeSettings: { type: 'AzureBlobFSReadSettings', recursive: true } },
      dataset: { referenceName: dataset, type: 'DatasetReference' },
      firstRowOnly: true,
    },
  };
}

function refreshTable(table: TableName, graph: TableGraph, wiring: MedallionWiring): Activity {
  const upstream = graph.edges.filter(({ to }) => to === table).map(({ from }) => activityName(from));
  const release = `@concat('${wiring.releasesUri}/', activity('${RESOLVE_RELEASE}').output.firstRow.release`;
  return {
    name: activityName(table),
    type: 'SparkJob',
    dependsOn: (upstream.length > 0 ? upstream : [RESOLVE_RELEASE]).map((activity) => ({
      activity,
      dependencyConditions: ['Succeeded'],
    })),
    policy: JOB_POLICY,
    userProperties: [],
    linkedServiceName: { referenceName: wiring.synapseService, type: 'LinkedServiceReference' },
    typeProperties: {
      sparkJob: { referenceName: TABLE_JOB, type: 'SparkJobDefinitionReference' },
      file: expression(`${release}, '/${JOB_FILES[layerOf(table)]}')`),
      args: [
        ...['--release', expression(`${release})`)],
        ...['--binding', `${wiring.releasesUri}/${BINDING_FILE}`],
        ...['--tables', table],
      ],
      targetBigDataPool: { referenceName: wiring.sparkPool, type: 'BigDataPoolReference' },
    },
  };
}

function layerOf(table: TableName): Layer {
  return table.slice(0, table.indexOf('.')) as Layer;
}

function expression(value: string): Expression {
  return { value, type: 'Expression' };
}

function policy(timeout: string, retry: number, retryIntervalInSeconds: number): ActivityPolicy {
  return { timeout, retry, retryIntervalInSeconds, secureInput: false, secureOutput: false };
}
