import type { Lakehouse } from './lakehouse';
import type { Names } from '../base/naming';
import { LakeBackup } from '../recovery/lake-backup';
import type { LakeKeys } from '../security/lake-keys';

/** Backups of a lake in its paired region, where its environment asks for them. */
export function backUpLake(lake: Lakehouse, names: Names, keys: LakeKeys | undefined): LakeBackup | undefined {
  const { environment, group, storage, factory, pipeline, workspace, logs } = lake;
  const { recovery, network, protectData, storage: settings } = environment;
  if (recovery === undefined) return undefined;
  return new LakeBackup(lake, 'Backup', {
    settings: recovery,
    account: {
      name: names.of(lake, 'storageAccount', 'bak'),
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
  });
}
