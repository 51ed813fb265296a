import { SqlPoolScheduler } from '../compute/sql-pool-scheduler';
import type { Compute } from './parts';

/** Pauses and resumes the dedicated SQL pools by the hours of the environment; undefined where it has none. */
export function scheduleSqlPools(lake: Compute): SqlPoolScheduler | undefined {
  const { scope, environment, names, group, logs, sqlPools } = lake;
  const { location, name, workload } = environment;
  if (sqlPools.length === 0) return undefined;
  return new SqlPoolScheduler(scope, 'SqlSchedule', {
    diagnostics: { logWorkspaceId: logs.workspace.id },
    name: names.of(scope, 'automationAccount'),
    resourceGroupName: group.name,
    resourceGroupId: group.id,
    location,
    suffix: `${workload}-${name}-${names.suffix}`,
    pools: sqlPools.flatMap((pool) =>
      environment.sqlPools
        .filter((settings) => settings.name === pool.poolName)
        .map(({ online, idlePauseMinutes }) => ({
          pool,
          online,
          ...(idlePauseMinutes === undefined ? {} : { idlePauseMinutes }),
        })),
    ),
  });
}
