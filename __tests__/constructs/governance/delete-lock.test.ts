import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { DeleteLock } from '../../../constructs/governance/delete-lock';
import { LakeStorage } from '../../../constructs/storage/lake-storage';
import { refusalOf } from '../../support/refusal';
import { bodyOf, scratchStack, synthesizeStack } from '../../support/synth';
import type { TerraformStack } from 'cdktf';

function make(scope: TerraformStack, reason = 'Holds every table.'): LakeStorage {
  const storage = new LakeStorage(scope, 'Storage', {
    name: 'stlaketest',
    resourceGroupName: 'rg-test',
    location: 'eastus',
    replication: 'LRS',
    contracts: [],
  });
  new DeleteLock(scope, 'Lock', { name: 'lock-test', resourceId: storage.account.id, protects: storage, reason });
  return storage;
}

describe('DeleteLock', () => {
  test.each(['', 'x'.repeat(513)])('fails for a reason of %#', (reason) => {
    expect(refusalOf(() => make(scratchStack(), reason)).refusal.setting).toBe('reason');
  });

  test('waits for all that stands under its scope, also for what is made after it', () => {
    const stack = synthesizeStack((scope) => {
      const storage = make(scope);
      new ResourceGroup(scope, 'Elsewhere', { name: 'rg-other', location: 'eastus' });
      const grantee = { id: 'Late', principalId: '00000000-0000-4000-8000-000000000009', type: 'Group' } as const;
      storage.grantRead('gold', grantee, 'Comes after the lock.');
    });
    const under = stack.resources
      .filter(({ path }) => path.startsWith('test/Storage/'))
      .map(({ address }) => address)
      .sort();
    const lock = bodyOf(stack, 'azurerm_management_lock');
    expect(lock).toMatchObject({ lock_level: 'CanNotDelete', depends_on: under });
    expect(under).toHaveLength(9);
  });
});
