import { DeleteLock } from '../governance/delete-lock';
import type { LakeAccount } from '../storage/lake-account';
import type { Recoverable, Scheduled } from './parts';

/**
 * One an account, vault and SQL pool: a lock on the group, or on the workspace, would also stop the removal of what can be made
 * again. Grants that stand elsewhere in the tree lie under the same scope, so that locks wait for them.
 */
export function lockLake(lake: Scheduled): void {
  const { scope, keys } = lake;
  const environment = lake.environment.name;
  const name = lake.names.of(scope, 'lock');
  new DeleteLock(scope, 'VaultLock', {
    name,
    resourceId: lake.vault.vault.id,
    protects: [lake.vault, ...(keys === undefined ? [] : [keys])],
    reason: `Holds the keys without which data of ${environment} cannot be read. Remove the lock only to remove the lake.`,
  });
  for (const pool of lake.sqlPools) {
    new DeleteLock(scope, `SqlPoolLock-${pool.poolName}`, {
      name,
      resourceId: pool.pool.id,
      protects: [pool, ...(lake.scheduler === undefined ? [] : [lake.scheduler])],
      reason: `Holds tables of ${environment}. Remove the lock only to remove the pool.`,
    });
  }
  accountsOf(lake).forEach((locked, index) => {
    new DeleteLock(scope, index === 0 ? 'StorageLock' : `StorageLock-${locked.accountName}`, {
      name,
      resourceId: locked.account.id,
      protects: lake.storage.accounts.includes(locked) ? lake.storage : locked,
      reason: `Holds tables of ${environment}. Remove the lock only to remove the lake.`,
    });
  });
}

/** The storage accounts of the lake, of its tenants and of its backup. */
export function accountsOf({
  storage,
  tenants,
  backup,
}: Pick<Recoverable, 'storage' | 'tenants' | 'backup'>): readonly LakeAccount[] {
  return [
    ...storage.accounts,
    ...tenants.flatMap(({ account }) => account ?? []),
    ...(backup === undefined ? [] : [backup.account]),
  ];
}
