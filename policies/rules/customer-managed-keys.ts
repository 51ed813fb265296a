import { COMPLIANT, cannotDecide, forEach, nonCompliant, type Rule } from '../rule';
import { follow, pointsOutside } from '../../synthesized/references';
import { resourcesOfType } from '../../synthesized/stack';
import { read } from '../../synthesized/values';

const OWN: Readonly<Record<string, string>> = {
  azurerm_storage_account: 'customer_managed_key',
  azurerm_synapse_workspace: 'customer_managed_key',
  azurerm_data_factory: 'customer_managed_key_id',
};

export const customerManagedKeys: Rule = {
  id: 'customer-managed-keys',
  level: 'error',
  pack: 'regulated',
  waivable: true,
  when: 'review',
  what: 'Storage, workspace and factory are encrypted with a key of our own.',
  why: 'With a key of the platform nobody but Microsoft can revoke access. Checkov is content with any Key Vault linked service of a factory. For a workspace the choice is made when it is created.',
  remedy: 'Set customer_managed_key (factory: customer_managed_key_id), or add the resource that sets it.',
  controls: ['CIS Azure 2.0.0: 3.12', 'Well-Architected SE:07', 'GDPR art. 32(1)(a)'],
  source: 'azurerm 4.55 provider source; Checkov CKV2_AZURE_1, CKV_AZURE_240, CKV2_AZURE_15 (weak)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, ...Object.keys(OWN)), (resource) => {
      const argument = OWN[resource.type] ?? '';
      if (read(resource.body, argument).kind !== 'absent') return COMPLIANT;
      const setters = resourcesOfType(stack, `${resource.type}_customer_managed_key`);
      const target = resource.type === 'azurerm_data_factory' ? 'data_factory_id' : 'storage_account_id';
      if (setters.some(({ body }) => follow(stack, body[target]) === resource)) return COMPLIANT;
      return setters.some(({ body }) => pointsOutside(stack, body[target]))
        ? cannotDecide('Whose key the stack sets is known only to Terraform.')
        : nonCompliant(`${argument} is not set: the key is Microsoft's.`);
    }),
};
