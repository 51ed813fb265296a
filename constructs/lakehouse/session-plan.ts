import type { TableContract } from '../../contracts/contract';
import type { Environment } from '../../environments/settings/environment';
import { DEFAULT_SESSIONS, SESSION_NODES, type SessionSize } from '../../environments/settings/sessions';
import type { SparkPoolSettings } from '../../environments/settings/pools';
import type { SessionPlan } from '../orchestration/medallion-activities';

/** Driver and executors of the smallest pool, which is billed as soon as anything runs on it. */
const EXECUTORS_OF_LEAST_POOL = 2;

/**
 * How the pipeline of an environment divides the tables among Spark applications.
 *
 * @param pool that a tenant has of its own; its size follows from the pool, because `sessionSize` is meant for that of the lake
 */
export function sessionPlan(
  environment: Environment,
  contracts: readonly TableContract[],
  pool?: SparkPoolSettings,
): SessionPlan {
  const alone = contracts.filter(({ runsAlone }) => runsAlone).map(({ name }) => name);
  const shared = environment.sparkPools.find(({ name }) => name === environment.pipelinePool);
  const size = pool === undefined ? (environment.sessionSize ?? sizeOf(shared)) : sizeOf(pool);
  return {
    form: environment.sessions ?? DEFAULT_SESSIONS,
    alone: new Set(alone),
    ...(size === undefined ? {} : { size }),
  };
}

function sizeOf(pool: SparkPoolSettings | undefined): SessionSize | undefined {
  if (pool === undefined) return undefined;
  // Nodes larger than Large hold several executors of that size.
  const node = SESSION_NODES.find((size) => size === pool.nodeSize) ?? 'Large';
  return { node, executors: EXECUTORS_OF_LEAST_POOL };
}
