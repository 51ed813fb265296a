import { AUTO_PAUSE_MINUTES, NODE_RANGE } from '../azure/spark-pools';
import { UserError } from '../shared/errors';
import { suggest } from '../shared/suggest';
import { type ExecutorSize, requireExecutorSize } from './executor-size';

/** How a Spark pool grows, shrinks and rests. */
export interface AutoscaleSettings {
  readonly poolName: string;
  /** 3 to 200: a head node and two workers are the least that Synapse starts. */
  readonly minNodes: number;
  /** `minNodes` to 200. */
  readonly maxNodes: number;
  /** 5 to 10080. */
  readonly autoPauseMinutes: number;
}

/** One Python script as a Spark batch. */
export interface BatchJob {
  /** Name of a job in the active release (`bronze_ingestion.py`), or the URI of a file that the pool may read. */
  readonly script: string;
  /** `Small` (4 cores, 28 GB), `Medium` (8, 56) or `Large` (16, 112). */
  readonly executorSize: string;
  /** 1 to 199: one node stays for the driver. */
  readonly executors: number;
  readonly args?: readonly string[];
  /** @default - the pool of the pipeline */
  readonly poolName?: string;
  /** Executors on spot nodes: cheaper, and taken away at any time. Never on a Synapse pool, which has none. @default false */
  readonly useSpotInstances?: boolean;
  /** US dollars per node and hour beyond which no spot node is taken; with spot only. @default - the price of the pool */
  readonly maxPricePerHour?: number;
}

export interface SubmittedJob {
  readonly id: string;
  readonly succeeded: boolean;
  readonly errors: readonly string[];
}

/** What is submitted, once it was checked. */
export interface CheckedJob extends Omit<BatchJob, 'executorSize'> {
  readonly executorSize: ExecutorSize;
  readonly args: readonly string[];
}

/** Pools of a Synapse workspace, as far as jobs need them. */
export interface SynapsePools {
  readonly names: readonly string[];
  readonly pipelinePool: string;
  configureAutoscale(settings: AutoscaleSettings): Promise<'changed' | 'unchanged'>;
  /** Runs to its end. */
  run(job: CheckedJob, pool: string): Promise<SubmittedJob>;
}

/** A pool of spot nodes outside Synapse. */
export interface SpotPool {
  readonly name: string;
  /** US dollars per node and hour at which Azure gives nodes to this pool; -1 for any price up to the regular one. */
  readonly maxPricePerHour: number;
  /** Runs to its end. */
  run(job: CheckedJob): Promise<SubmittedJob>;
}

const { min: MIN_NODES, max: MAX_NODES } = NODE_RANGE;

/** Sets how pools scale and runs batches on them: on Synapse, or on spot nodes where an environment has some. */
export class SparkPoolManager {
  constructor(
    private readonly synapse: SynapsePools,
    /** Undefined where the environment has none. */
    private readonly spot: SpotPool | undefined,
  ) {}

  /**
   * Changes a pool's limits where they differ. Terraform owns the pool: write the same into `environments/`, or the next
   * deployment sets it back.
   *
   * @throws UserError for an unknown pool, fewer than 3 or more than 200 nodes, or a pause outside 5 to 10080 minutes
   */
  async configureAutoscale(settings: AutoscaleSettings): Promise<'changed' | 'unchanged'> {
    const { poolName, minNodes, maxNodes, autoPauseMinutes } = settings;
    this.requirePool(poolName);
    const least = 'a head node and two workers are the least that Synapse starts; save by auto-pause and smaller nodes';
    requireWithin('minNodes', minNodes, MIN_NODES, MAX_NODES, `Give at least ${MIN_NODES}: ${least}.`);
    requireWithin('maxNodes', maxNodes, minNodes, MAX_NODES, 'Raise maxNodes or lower minNodes.');
    requireWithin(
      'autoPauseMinutes',
      autoPauseMinutes,
      AUTO_PAUSE_MINUTES.min,
      AUTO_PAUSE_MINUTES.max,
      'Use 5 for jobs, 15 for people.',
    );
    return this.synapse.configureAutoscale(settings);
  }

  /** @throws UserError for settings that no pool can keep, before anything is submitted */
  async submitBatchJob(job: BatchJob): Promise<SubmittedJob> {
    const checked: CheckedJob = { ...job, args: job.args ?? [], executorSize: requireExecutorSize(job.executorSize) };
    requireWithin('executors', job.executors, 1, MAX_NODES - 1, 'One node stays for the driver.');
    if (job.useSpotInstances === true) return this.spotPool(job.maxPricePerHour).run(checked);
    if (job.maxPricePerHour !== undefined) {
      throw new UserError(
        'price-limit-not-supported',
        `maxPricePerHour ${job.maxPricePerHour} is for spot instances only`,
        'Leave it out, or set useSpotInstances: Synapse has one price, and no cap.',
      );
    }
    const pool = job.poolName ?? this.synapse.pipelinePool;
    this.requirePool(pool);
    return this.synapse.run(checked, pool);
  }

  private spotPool(maxPricePerHour: number | undefined): SpotPool {
    if (this.spot === undefined) {
      throw new UserError(
        'spot-not-supported',
        'this environment has no pool of spot nodes, and Synapse Spark has no spot instances',
        'Add a batch pool on AKS to the environment and deploy it, or leave out useSpotInstances.',
      );
    }
    const { name, maxPricePerHour: ofPool } = this.spot;
    if (maxPricePerHour === undefined) return this.spot;
    if (!(maxPricePerHour > 0)) {
      throw new UserError(
        'setting-out-of-range',
        `maxPricePerHour is ${maxPricePerHour}, allowed is more than 0`,
        'Give US dollars per node and hour.',
      );
    }
    // Azure holds the price of a pool, not of a job: a dearer pool could exceed what the job may cost.
    if (ofPool > maxPricePerHour || ofPool === -1) {
      const price = ofPool === -1 ? 'up to the regular price' : `up to ${ofPool}`;
      throw new UserError(
        'pool-above-price-limit',
        `the job may cost ${maxPricePerHour} US dollars per node and hour, but pool '${name}' takes nodes at ${price}`,
        `Lower maxPricePerHour of pool '${name}' to ${maxPricePerHour} or less and deploy, or raise that of the job.`,
      );
    }
    return this.spot;
  }

  private requirePool(name: string): void {
    const { names } = this.synapse;
    if (!names.includes(name))
      throw new UserError('unknown-spark-pool', `there is no Spark pool '${name}'`, suggest(name, names));
  }
}

function requireWithin(setting: string, value: number, min: number, max: number, remedy: string): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new UserError('setting-out-of-range', `${setting} is ${value}, allowed is ${min} to ${max}`, remedy);
}
