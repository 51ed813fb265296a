import type { SessionSize } from '../../environments/settings/sessions';
import { BINDING_FILE, RESOLVE_RELEASE, TABLE_JOB } from '../../contracts/release-layout';
import type { Activity, ActivityPolicy, Expression } from './activity';

/** What activities that run a release refer to. */
export interface JobWiring {
  /** Dataset of the release pointer. */
  readonly pointerDataset: string;
  /** Linked service of the Synapse workspace. */
  readonly synapseService: string;
  readonly sparkPool: string;
  /** `abfss://...`, without slash at its end: the folder below which releases lie, one folder each. */
  readonly releasesUri: string;
  /** Beside the releases: where the jobs read and write. @default BINDING_FILE, that of the lake itself */
  readonly bindingFile?: string;
}

export interface JobStep {
  readonly name: string;
  /** Entry file inside the release. */
  readonly file: string;
  /** What the job is told beside release and binding; an expression is computed while the pipeline runs. */
  readonly args: readonly (string | Expression)[];
  readonly after: readonly string[];
  readonly policy: ActivityPolicy;
  /** @default - that of the Spark job definition */
  readonly size?: SessionSize;
}

/** A small file is read in seconds or not at all. */
const LOOKUP_POLICY = policy('0.00:10:00', 2, 30);

/** Reads the first row of a small JSON file; what it says stands in the log of the run. */
export function readJson(name: string, dataset: string, after: readonly string[], condition?: End): Activity {
  return {
    name,
    type: 'Lookup',
    dependsOn: ended(after, condition),
    policy: LOOKUP_POLICY,
    userProperties: [],
    typeProperties: {
      source: { type: 'JsonSource', storeSettings: { type: 'AzureBlobFSReadSettings', recursive: true } },
      dataset: { referenceName: dataset, type: 'DatasetReference' },
      firstRowOnly: true,
    },
  };
}

/** A Spark job of the release that {@link RESOLVE_RELEASE} found, somewhere before it in the same pipeline. */
export function sparkJob(wiring: JobWiring, { name, file, args, after, policy: how, size }: JobStep): Activity {
  const release = `@concat('${wiring.releasesUri}/', activity('${RESOLVE_RELEASE}').output.firstRow.release`;
  return {
    name,
    type: 'SparkJob',
    dependsOn: ended(after),
    policy: how,
    userProperties: [],
    linkedServiceName: { referenceName: wiring.synapseService, type: 'LinkedServiceReference' },
    typeProperties: {
      sparkJob: { referenceName: TABLE_JOB, type: 'SparkJobDefinitionReference' },
      file: expression(`${release}, '/${file}')`),
      args: [
        ...['--release', expression(`${release})`)],
        ...['--binding', `${wiring.releasesUri}/${wiring.bindingFile ?? BINDING_FILE}`],
        ...args,
      ],
      targetBigDataPool: { referenceName: wiring.sparkPool, type: 'BigDataPoolReference' },
      ...(size === undefined ? {} : { driverSize: size.node, executorSize: size.node, numExecutors: size.executors }),
    },
  };
}

export function expression(value: string): Expression {
  return { value, type: 'Expression' };
}

/** @param timeout `d.hh:mm:ss` */
export function policy(timeout: string, retry: number, retryIntervalInSeconds: number): ActivityPolicy {
  return { timeout, retry, retryIntervalInSeconds, secureInput: false, secureOutput: false };
}

type End = 'Succeeded' | 'Failed';

function ended(activities: readonly string[], condition: End = 'Succeeded'): Activity['dependsOn'] {
  return activities.map((activity) => ({ activity, dependencyConditions: [condition] }));
}

/** Ends the run as failed, with a message that is computed then. */
export function fail(name: string, after: readonly string[], message: string, errorCode: string): Activity {
  return {
    name,
    type: 'Fail',
    dependsOn: ended(after),
    userProperties: [],
    typeProperties: { message: expression(message), errorCode },
  };
}
