import type { ActivityRun, DataFactoryManagementClient, PipelineRun } from '@azure/arm-datafactory';
import { RESOLVE_RELEASE } from '../../../contracts/release-layout';
import type { RunRecord, RunStatus } from '../../target';
import { calling, statusOf } from './azure-error';
import { managementScope } from './clouds';
import { clientOptions, type SynapseConnection } from './connection';
import { waitUntil } from './operations';
import { sdks } from './sdks';

/** How far back runs are looked for; Data Factory itself keeps them for 45 days. */
const KEPT_DAYS = 45;
const DAY_MS = 86_400_000;
/** The clocks of this machine and of the service may differ by this much. */
const CLOCK_SKEW_MS = 60_000;
const ENDED = new Set(['Succeeded', 'Failed', 'Cancelled']);

export function factoryClient(connection: SynapseConnection): DataFactoryManagementClient {
  const { cloud, credential, outputs } = connection;
  return new (sdks.armDataFactory().DataFactoryManagementClient)(credential, outputs.delivery.subscriptionId, {
    ...clientOptions(connection),
    endpoint: cloud.resourceManager,
    credentialScopes: managementScope(cloud),
  });
}

/** The medallion pipeline of one environment's Data Factory: started, watched, and asked about earlier runs. */
export class PipelineRuns {
  private readonly client: DataFactoryManagementClient;

  constructor(private readonly connection: SynapseConnection) {
    this.client = factoryClient(connection);
  }

  /** @returns the id of the run */
  async start(): Promise<string> {
    const { resourceGroup, factory, pipeline } = this.connection.outputs.delivery;
    const begun = new Date(Date.now() - CLOCK_SKEW_MS);
    return calling(`start pipeline ${pipeline} of ${factory}`, async () => {
      try {
        const { runId } = await this.client.pipelines.createRun(resourceGroup, factory, pipeline);
        return runId;
      } catch (error) {
        if (statusOf(error) !== undefined && Number(statusOf(error)) < 500) throw error;
        // The answer was lost, perhaps not the request: a second run would only wait behind the first.
        const [lost] = (await this.query(begun, new Date())).filter(
          ({ invokedBy, runStart }) => invokedBy?.invokedByType === 'Manual' && (runStart ?? begun) >= begun,
        );
        if (lost?.runId === undefined) throw error;
        return lost.runId;
      }
    });
  }

  /**
   * Waits for the end of a run.
   *
   * @param onActivities told after each look what the activities do
   */
  async follow(runId: string, onActivities: (activities: readonly ActivityRun[]) => void): Promise<PipelineRun> {
    const { resourceGroup, factory, pipeline } = this.connection.outputs.delivery;
    return calling(`follow run ${runId} of pipeline ${pipeline}`, () =>
      waitUntil(`run ${runId} of pipeline ${pipeline}`, this.connection.retryPolicy, async () => {
        const run = await this.client.pipelineRuns.get(resourceGroup, factory, runId);
        onActivities(await this.activities(runId));
        return ENDED.has(run.status ?? '') ? { value: run } : { againIn: undefined };
      }),
    );
  }

  async recent(limit: number): Promise<readonly RunRecord[]> {
    const { pipeline, factory } = this.connection.outputs.delivery;
    return calling(`list the runs of pipeline ${pipeline} of ${factory}`, async () => {
      const runs = await this.query(new Date(Date.now() - KEPT_DAYS * DAY_MS), new Date(Date.now() + CLOCK_SKEW_MS));
      return Promise.all(
        runs.slice(0, limit).map(async (run) => recordOf(run, await this.activities(run.runId ?? ''))),
      );
    });
  }

  /** Every activity of a run, in the order in which they began. */
  private async activities(runId: string): Promise<readonly ActivityRun[]> {
    const { resourceGroup, factory } = this.connection.outputs.delivery;
    const lastUpdatedAfter = new Date(Date.now() - KEPT_DAYS * DAY_MS);
    const lastUpdatedBefore = new Date(Date.now() + CLOCK_SKEW_MS);
    const found: ActivityRun[] = [];
    for (let continuationToken: string | undefined; ;) {
      const page = await this.client.activityRuns.queryByPipelineRun(resourceGroup, factory, runId, {
        ...{ lastUpdatedAfter, lastUpdatedBefore },
        orderBy: [{ orderBy: 'ActivityRunStart', order: 'ASC' }],
        ...(continuationToken === undefined ? {} : { continuationToken }),
      });
      found.push(...page.value);
      continuationToken = page.continuationToken;
      if (continuationToken === undefined) return found;
    }
  }

  /** Newest first. */
  private async query(lastUpdatedAfter: Date, lastUpdatedBefore: Date): Promise<readonly PipelineRun[]> {
    const { resourceGroup, factory, pipeline } = this.connection.outputs.delivery;
    const { value } = await this.client.pipelineRuns.queryByFactory(resourceGroup, factory, {
      ...{ lastUpdatedAfter, lastUpdatedBefore },
      filters: [{ operand: 'PipelineName', operator: 'Equals', values: [pipeline] }],
      orderBy: [{ orderBy: 'RunStart', order: 'DESC' }],
    });
    return value;
  }
}

function recordOf(run: PipelineRun, activities: readonly ActivityRun[]): RunRecord {
  return {
    runId: run.runId ?? '',
    release: releaseOf(activities),
    status: runStatus(run.status),
    startedAt: (run.runStart ?? new Date(0)).toISOString(),
    seconds: run.runEnd === undefined ? null : (run.durationInMs ?? 0) / 1000,
    failures: activities.flatMap((activity) => (activity.status === 'Failed' ? [describeFailure(activity)] : [])),
  };
}

/** The release that a run was given, as its first activity read it. */
export function releaseOf(activities: readonly ActivityRun[]): string | null {
  const resolve = activities.find(({ activityName }) => activityName === RESOLVE_RELEASE);
  const output = resolve?.output as { readonly firstRow?: { readonly release?: unknown } } | undefined;
  return typeof output?.firstRow?.release === 'string' ? output.firstRow.release : null;
}

export function describeFailure({ activityName, error }: ActivityRun): string {
  const { message } = (error ?? {}) as { readonly message?: unknown };
  return `${activityName ?? 'a step'} failed${typeof message === 'string' && message !== '' ? `: ${message}` : ''}`;
}

export function runStatus(status: string | undefined): RunStatus {
  if (status === 'Succeeded') return 'succeeded';
  if (status === 'Failed') return 'failed';
  return status === 'Cancelled' || status === 'Canceling' ? 'cancelled' : 'running';
}
