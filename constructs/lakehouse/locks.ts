import { DeleteLock } from '../governance/delete-lock';
import type { Lakehouse } from './lakehouse';
import type { Names } from '../base/naming';
import type { LakeKeys } from '../security/lake-keys';

/**
 * One an account, vault and SQL pool: a lock on the group, or on the workspace, would also stop the removal of what can be made
 * again. Grants that stand elsewhere in the tree lie under the same scope, so that locks wait for them.
 */
export function lockLake(lake: Lakehouse, names: Names, keys: LakeKeys | undefined): void {
  const environment = lake.environment.name;
  const name = names.of(lake, 'lock');
  new DeleteLock(lake, 'VaultLock', {
    name,
    resourceId: lake.vault.vault.id,
    protects: [lake.vault, ...(keys === undefined ? [] : [keys])],
    reason: `Holds the keys without which data of ${environment} cannot be read. Remove the lock only to remove the lake.`,
  });
  for (const pool of lake.sqlPools) {
    new DeleteLock(lake, `SqlPoolLock-${pool.poolName}`, {
      name,
      resourceId: pool.pool.id,
      protects: [pool, ...(lake.scheduler === undefined ? [] : [lake.scheduler])],
      reason: `Holds tables of ${environment}. Remove the lock only to remove the pool.`,
    });
  }
  lake.accounts.forEach((locked, index) => {
    new DeleteLock(lake, index === 0 ? 'StorageLock' : `StorageLock-${locked.accountName}`, {
      name,
      resourceId: locked.account.id,
      protects: lake.storage.accounts.includes(locked) ? lake.storage : locked,
      reason: `Holds tables of ${environment}. Remove the lock only to remove the lake.`,
    });
  });
}
