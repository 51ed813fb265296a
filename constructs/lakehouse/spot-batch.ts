import type { Environment } from '../../environments/settings/environment';
import { SpotBatchPool } from '../compute/spot-batch-pool';
import type { Lakehouse } from './lakehouse';
import type { Names } from '../base/naming';

/** The spot nodes that an environment asks for, with the same rights on the lake as the jobs on Synapse. */
export function spotBatch(lake: Lakehouse, environment: Environment, names: Names): SpotBatchPool | undefined {
  const { spotBatch: settings, location, tenantId, access } = environment;
  if (settings === undefined) return undefined;
  return new SpotBatchPool(lake, 'SpotBatch', {
    ...settings,
    diagnostics: { logWorkspaceId: lake.logs.workspace.id },
    name: names.of(lake, 'kubernetesCluster'),
    identityName: names.of(lake, 'userAssignedIdentity', 'batch'),
    resourceGroupName: lake.group.name,
    location,
    tenantId,
    administratorGroupIds: [access.administrators.objectId],
  });
}
