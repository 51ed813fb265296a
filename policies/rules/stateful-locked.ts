import { LOCKED_FOR_DATA } from '../../azure/locks';
import { follow, pointsOutside } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Rule } from '../rule';
import { differsByInstance } from '../instances';
import { isRepeated, resourcesOfType } from '../../synthesized/stack';

export const statefulLocked: Rule = {
  id: 'stateful-locked',
  level: 'error',
  pack: 'production',
  waivable: false,
  when: 'review',
  what: 'A storage account, key vault or SQL pool, or the resource group it stands in, has a CanNotDelete lock.',
  why: 'One click in the portal deletes an account with every table in it; soft delete covers its blobs, not the account. A vault that is only soft-deleted still takes its keys away until somebody recovers it. A ReadOnly lock hides the keys from the provider and breaks its plans.',
  remedy: 'Add azurerm_management_lock with lock_level CanNotDelete and the resource as scope.',
  controls: ['Well-Architected RE:09', 'Well-Architected SE:08', 'GDPR art. 32(1)(b)'],
  source: 'Azure Resource Manager locks documentation; azurerm 4.55 provider source (ReadOnly)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, ...LOCKED_FOR_DATA), (kept) => {
      // A SQL pool stands in the group of its workspace.
      const parent = follow(stack, kept.body['synapse_workspace_id']);
      const group = follow(stack, (parent ?? kept).body['resource_group_name']);
      const locks = resourcesOfType(stack, 'azurerm_management_lock');
      const own = locks.filter(({ body }) => {
        const scope = follow(stack, body['scope']);
        return scope !== undefined && (scope === kept || scope === parent || scope === group);
      });
      const readOnly = own.find(({ body }) => body['lock_level'] === 'ReadOnly');
      if (readOnly) return nonCompliant(`${readOnly.address} is ReadOnly, must be CanNotDelete.`);
      const locking = own.filter(({ body }) => body['lock_level'] === 'CanNotDelete');
      if (isRepeated(kept) && locking.length > 0) {
        // One lock of a group holds all instances; a lock on one of several accounts leaves the others open.
        return locking.some(({ body }) => follow(stack, body['scope']) !== kept || differsByInstance(body['scope']))
          ? COMPLIANT
          : cannotDecide(`Whether every instance of ${kept.address} has a lock is known only to Terraform.`);
      }
      if (locking.length > 0) return COMPLIANT;
      return own.length > 0 || locks.some(({ body }) => pointsOutside(stack, body['scope']))
        ? cannotDecide('What the locks of the stack hold is known only to Terraform.')
        : nonCompliant('It has no lock: one click deletes all that it holds.');
    }),
};
