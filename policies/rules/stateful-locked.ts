import { follow, pointsOutside } from '../references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Rule } from '../rule';
import { resourcesOfType } from '../stack';

export const statefulLocked: Rule = {
  id: 'stateful-locked',
  level: 'error',
  what: 'A storage account, or its resource group, has a CanNotDelete lock.',
  why: 'One click in the portal deletes an account with every table in it; soft delete covers its blobs, not the account. A ReadOnly lock hides the keys from the provider and breaks its plans.',
  remedy: 'Add azurerm_management_lock with lock_level CanNotDelete and the account as scope.',
  controls: ['Well-Architected RE:09', 'Well-Architected SE:08', 'GDPR art. 32(1)(b)'],
  source: 'Azure Resource Manager locks documentation; azurerm 4.55 provider source (ReadOnly)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_account'), (account) => {
      const group = follow(stack, account.body['resource_group_name']);
      const locks = resourcesOfType(stack, 'azurerm_management_lock');
      const own = locks.filter(({ body }) => {
        const scope = follow(stack, body['scope']);
        return scope !== undefined && (scope === account || scope === group);
      });
      const readOnly = own.find(({ body }) => body['lock_level'] === 'ReadOnly');
      if (readOnly) return nonCompliant(`${readOnly.address} is ReadOnly, must be CanNotDelete.`);
      if (own.some(({ body }) => body['lock_level'] === 'CanNotDelete')) return COMPLIANT;
      return own.length > 0 || locks.some(({ body }) => pointsOutside(stack, body['scope']))
        ? cannotDecide('What the locks of the stack hold is known only to Terraform.')
        : nonCompliant('The account has no lock: one click deletes every table.');
    }),
};
