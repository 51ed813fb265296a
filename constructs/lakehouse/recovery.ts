import type { Orchestrated } from './parts';
import { LakeBackup } from '../recovery/lake-backup';
import { tenantJobs } from './tenant-jobs';

/** Backups of a lake in its paired region, where its environment asks for them. */
export function backUpLake(lake: Orchestrated): LakeBackup | undefined {
  const { scope, environment, names, keys, group, storage, factory, pipeline, workspace, logs } = lake;
  const { recovery, network, protectData, storage: settings } = environment;
  if (recovery === undefined) return undefined;
  return new LakeBackup(scope, 'Backup', {
    settings: recovery,
    account: {
      name: names.of(scope, 'storageAccount', 'bak'),
      resourceGroupName: group.name,
      diagnostics: { logWorkspaceId: logs.workspace.id },
      replication: settings.replication,
      // Spark reaches it through an endpoint of its managed network; people have no business here.
      publicAccess: network.posture === 'public',
      protectData,
      ...(keys === undefined ? {} : { customerManagedKey: keys.storage }),
    },
    factory,
    medallion: pipeline,
    // As `medallion recover --drill` has it.
    scratch: `${storage.uri('system')}/scratch/drill`,
    jobs: workspace.grantee,
    tenants: lake.tenants.map((tenant) => ({
      id: tenant.tenantId,
      medallion: tenantJobs(lake, tenant).medallion,
      scratch: `${tenant.uri('system')}/scratch/drill`,
    })),
  });
}
