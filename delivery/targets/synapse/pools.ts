import type { SynapseManagementClient } from '@azure/arm-synapse';
import { nodeVcores } from '../../../azure/node-sizes';
import { UserError } from '../../../shared/errors';
import { EXECUTOR_SIZES } from '../../executor-size';
import type { AutoscaleSettings, CheckedJob, SubmittedJob, SynapsePools } from '../../spark-pool-manager';
import { calling } from './azure-error';
import { managementScope } from './clouds';
import { clientOptions, type SynapseConnection } from './connection';
import { SparkBatches } from './livy';
import { settle } from './operations';
import { sdks } from './sdks';

/** The Spark pools of one environment's workspace, through ARM and Livy. */
export class WorkspacePools implements SynapsePools {
  private readonly client: SynapseManagementClient;

  constructor(
    private readonly connection: SynapseConnection,
    /** Folder of the active release, for jobs that are named only. */
    private readonly activeRelease: () => Promise<string>,
  ) {
    const { cloud, credential, outputs } = connection;
    this.client = new (sdks.armSynapse().SynapseManagementClient)(credential, outputs.delivery.subscriptionId, {
      ...clientOptions(connection),
      endpoint: cloud.resourceManager,
      credentialScopes: [managementScope(cloud)],
    });
  }

  get names(): readonly string[] {
    return this.connection.outputs.delivery.sparkPools;
  }

  get pipelinePool(): string {
    return this.connection.outputs.delivery.pipelinePool;
  }

  async configureAutoscale(settings: AutoscaleSettings): Promise<'changed' | 'unchanged'> {
    const { poolName, minNodes: minNodeCount, maxNodes: maxNodeCount, autoPauseMinutes: delayInMinutes } = settings;
    const { resourceGroup, workspace } = this.connection.outputs.delivery;
    const pool = await this.read(poolName);
    const { autoScale, autoPause } = pool;
    const same =
      autoScale?.enabled === true &&
      autoScale.minNodeCount === minNodeCount &&
      autoScale.maxNodeCount === maxNodeCount &&
      autoPause?.enabled === true &&
      autoPause.delayInMinutes === delayInMinutes;
    if (same) return 'unchanged';
    const what = `Spark pool ${poolName} to take its limits`;
    await calling(`set the limits of Spark pool ${poolName}`, () =>
      settle(what, this.connection.retryPolicy, (watch) =>
        this.client.bigDataPools.beginCreateOrUpdate(
          ...([resourceGroup, workspace, poolName] as const),
          // A PUT replaces the pool's settings: what is not said would be lost.
          {
            ...pool,
            autoScale: { enabled: true, minNodeCount, maxNodeCount },
            autoPause: { enabled: true, delayInMinutes },
          },
          watch,
        ),
      ),
    );
    return 'changed';
  }

  async run({ script, args, executorSize, executors }: CheckedJob, poolName: string): Promise<SubmittedJob> {
    const { nodeSize = '', autoScale } = await this.read(poolName);
    const cores = nodeVcores(nodeSize) ?? Number.POSITIVE_INFINITY;
    if (EXECUTOR_SIZES[executorSize].cores > cores) {
      throw new UserError(
        'executors-do-not-fit',
        `an executor of size ${executorSize} does not fit a ${nodeSize} node of Spark pool '${poolName}'`,
        `Use at most ${nodeSize}, or a pool of larger nodes.`,
      );
    }
    const most = (autoScale?.maxNodeCount ?? Number.POSITIVE_INFINITY) - 1;
    if (executors > most) {
      throw new UserError(
        'executors-do-not-fit',
        `${executors} executors do not fit Spark pool '${poolName}', which grows to ${most + 1} nodes`,
        `Use at most ${most}: one node stays for the driver.`,
      );
    }
    const batches = new SparkBatches(this.connection, poolName);
    const name = script.slice(script.lastIndexOf('/') + 1).replace(/\.py$/, '');
    const file = script.includes('://') ? script : `${await this.activeRelease()}/jobs/${script}`;
    const id = await batches.submit({ name, file, args, executorSize, executors, tags: { job: name } });
    const { succeeded, errors } = await batches.follow(id, name);
    return { id: String(id), succeeded, errors };
  }

  private async read(name: string): ReturnType<SynapseManagementClient['bigDataPools']['get']> {
    const { resourceGroup, workspace } = this.connection.outputs.delivery;
    return calling(`read Spark pool ${name}`, () => this.client.bigDataPools.get(resourceGroup, workspace, name));
  }
}
