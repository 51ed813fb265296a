import { SqlPool } from '../compute/sql-pool';
import type { Workspace } from '../compute/workspace';
import { withSqlAudit } from '../observability/diagnostic-categories';
import type { Stores } from './parts';

/** The dedicated SQL pools of the environment. */
export function makeSqlPools({ scope, environment, logs }: Stores, { workspace }: Workspace): readonly SqlPool[] {
  const { sqlAudit = false } = environment.logs;
  const audit = sqlAudit ? { logCategories: withSqlAudit('azurerm_synapse_sql_pool') } : {};
  return environment.sqlPools.map(
    ({ name, sku, storage, workloadGroups = [] }) =>
      new SqlPool(scope, `SqlPool-${name}`, {
        diagnostics: { logWorkspaceId: logs.workspace.id, ...audit },
        name,
        sku,
        storage,
        workloadGroups,
        workspaceId: workspace.id,
        protectData: environment.protectData,
      }),
  );
}
