import { randomUUID } from 'node:crypto';
import type { SparkBatchJob, SparkBatchJobOptions, SparkClient } from '@azure/synapse-spark';
import { EXECUTOR_SIZES, type ExecutorSize } from '../../executor-size';
import { calling, statusOf } from './azure-error';
import { synapseScope } from './clouds';
import { clientOptions, type SynapseConnection } from './connection';
import { waitUntil } from './operations';
import { sdks } from './sdks';

export interface BatchRequest {
  /** For people, and for costs by job. */
  readonly name: string;
  /** `abfss://...`, a Python file. */
  readonly file: string;
  readonly args: readonly string[];
  readonly executorSize: ExecutorSize;
  readonly executors: number;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface BatchEnd {
  readonly id: number;
  readonly succeeded: boolean;
  /** One line an error. */
  readonly errors: readonly string[];
}

/** Marks a submission, so that one whose answer was lost can be found again. */
const SUBMISSION = 'medallion-submission';
const ENDED = new Set(['success', 'dead', 'error', 'killed']);

/** Spark batches on one pool of a Synapse workspace, through its Livy endpoint. */
export class SparkBatches {
  private readonly client: SparkClient;

  constructor(
    private readonly connection: SynapseConnection,
    readonly pool: string,
  ) {
    const { cloud, credential, outputs } = connection;
    this.client = new (sdks.synapseSpark().SparkClient)(credential, outputs.delivery.devEndpoint, pool, {
      ...clientOptions(connection),
      credentialScopes: [synapseScope(cloud)],
    });
  }

  /** @returns the id of the batch; a full pool lets it wait */
  async submit({ name, file, args, executorSize, executors, tags }: BatchRequest): Promise<number> {
    const submission = randomUUID();
    const { cores, memory } = EXECUTOR_SIZES[executorSize];
    const options: SparkBatchJobOptions = {
      ...{ name, file, arguments: [...args] },
      ...{ driverCores: cores, driverMemory: memory, executorCores: cores, executorMemory: memory },
      executorCount: executors,
      tags: { ...tags, [SUBMISSION]: submission },
    };
    return calling(`submit ${name} to Spark pool ${this.pool}`, async () => {
      try {
        const { id } = await this.client.sparkBatch.createSparkBatchJob(options);
        return id;
      } catch (error) {
        if (statusOf(error) !== undefined && Number(statusOf(error)) < 500) throw error;
        // The answer was lost, perhaps not the request.
        const { sessions = [] } = await this.client.sparkBatch.getSparkBatchJobs({ detailed: true });
        const lost = sessions.find((session) => session.tags?.[SUBMISSION] === submission);
        if (lost === undefined) throw error;
        return lost.id;
      }
    });
  }

  async follow(id: number, name: string): Promise<BatchEnd> {
    return calling(`follow batch ${id} on Spark pool ${this.pool}`, () =>
      waitUntil(`${name} (batch ${id} on Spark pool ${this.pool})`, this.connection.retryPolicy, async () => {
        const batch = await this.client.sparkBatch.getSparkBatchJob(id, { detailed: true });
        return ENDED.has(batch.state ?? '') ? { value: endOf(batch) } : { againIn: undefined };
      }),
    );
  }
}

function endOf({ id, state, result, errors = [] }: SparkBatchJob): BatchEnd {
  return {
    id,
    // The application may have failed although Livy ended well.
    succeeded: state === 'success' && (result === undefined || result === 'Succeeded' || result === 'Uncertain'),
    errors: errors.map(({ message, errorCode }) => message ?? errorCode ?? 'no reason given'),
  };
}
