import { SpotBatchPool } from '../compute/spot-batch-pool';
import type { Stores } from './parts';

/** The spot nodes that an environment asks for, with the same rights on the lake as the jobs on Synapse. */
export function spotBatch({
  scope,
  environment,
  names,
  group: { name: resourceGroupName },
  logs,
}: Stores): SpotBatchPool | undefined {
  const { spotBatch: settings, location, tenantId, access } = environment;
  if (settings === undefined) return undefined;
  return new SpotBatchPool(scope, 'SpotBatch', {
    ...settings,
    diagnostics: { logWorkspaceId: logs.workspace.id },
    name: names.of(scope, 'kubernetesCluster'),
    identityName: names.of(scope, 'userAssignedIdentity', 'batch'),
    resourceGroupName,
    location,
    tenantId,
    administratorGroupIds: [access.administrators.objectId],
  });
}
