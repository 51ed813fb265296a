import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { RoleAssignment } from '@cdktf/provider-azurerm/lib/role-assignment';
import { evaluatePolicies } from '../../../policies/engine';
import { lockComesLast } from '../../../policies/rules/lock-comes-last';
import { lockGivesWay } from '../../../policies/rules/lock-gives-way';
import { diffStacks } from '../../../review/diff';
import { DeleteLock } from '../../../constructs/governance/delete-lock';
import { LakeStorage } from '../../../constructs/storage/lake-storage';
import { refusalOf } from '../../support/refusal';
import { applyInTurn, hasTerraform } from '../../support/terraform';
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

  test('is replaced with what is below it, wherever in the stack that is made', () => {
    const withGroup = (objectId: string) =>
      synthesizeStack((scope) => {
        const storage = make(scope);
        new RoleAssignment(scope, 'OfMyOwn', {
          scope: storage.container('gold').id,
          roleDefinitionName: 'Storage Blob Data Reader',
          principalType: 'Group',
          principalId: objectId,
        });
      });
    const [stack, other] = ['00000000-0000-4000-8000-000000000009', '00000000-0000-4000-8000-00000000000a'].map(
      withGroup,
    );
    if (stack === undefined || other === undefined) throw new Error('no stack');
    const list = bodyOf(stack, 'terraform_data');
    const lock = bodyOf(stack, 'azurerm_management_lock');
    expect(lock['lifecycle']).toEqual({ replace_triggered_by: ['terraform_data.Lock_Below_F3BEB50C'] });
    expect(lock['depends_on']).toContain('azurerm_role_assignment.OfMyOwn');
    expect(list['input']).toMatchObject({
      'azurerm_role_assignment.OfMyOwn': {
        principal_id: '00000000-0000-4000-8000-000000000009',
        scope: '${azurerm_storage_container.Storage_Container-gold_FD8BA3D3.id}',
      },
    });
    const judge = (one: typeof stack) =>
      evaluatePolicies([one], [lockComesLast, lockGivesWay], [], '2026-11-30').passed;
    expect(judge(stack)).toBe(true);
    const [diff] = diffStacks([stack], [other]);
    expect(diff?.changes.map(({ kind, address, blockedBy }) => [kind, address, blockedBy])).toEqual([
      ['replaced', 'azurerm_management_lock.Lock_CE124363', undefined],
      ['replaced', 'azurerm_role_assignment.OfMyOwn', undefined],
      ['changed', 'terraform_data.Lock_Below_F3BEB50C', undefined],
    ]);
  });

  // Terraform's own order and plan, where it is installed.
  (hasTerraform ? test : test.skip).each([
    ['changes', '00000000-0000-4000-8000-00000000000a'],
    ['goes', undefined],
  ])('is taken away before a grant that %s, and put back after it', (_, then) => {
    const withGrant = (principalId: string | undefined) =>
      synthesizeStack((scope) => {
        const storage = make(scope);
        if (principalId === undefined) return;
        const role = {
          scope: storage.container('gold').id,
          roleDefinitionName: 'Storage Blob Data Reader',
          principalType: 'Group',
          principalId,
        };
        new RoleAssignment(scope, 'OfMyOwn', role);
      });
    const [before, after] = [withGrant('00000000-0000-4000-8000-000000000009'), withGrant(then)];
    const { applied, planned } = applyInTurn(before, after);
    const deletions = applied.filter((step) => step.startsWith('delete'));
    expect(deletions).toEqual([
      'delete azurerm_management_lock.Lock_CE124363',
      'delete azurerm_role_assignment.OfMyOwn',
    ]);
    expect(applied.at(-1)).toBe('create azurerm_management_lock.Lock_CE124363');
    const words = {
      replaced: 'replace',
      removed: 'delete',
      changed: 'update',
      added: 'create',
      moved: '',
      forgotten: '',
    };
    const [diff] = diffStacks([before], [after]);
    expect(Object.fromEntries(diff?.changes.map(({ address, kind }) => [address, words[kind]]) ?? [])).toEqual(planned);
    // A second plan has nothing to do.
    expect(applyInTurn(before, after, after)).toEqual({ applied: [], planned: {} });
  });
});
