import { expectArguments } from '../expect';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const storageEntraIdOnly: Rule = {
  id: 'storage-entra-id-only',
  level: 'error',
  pack: 'baseline',
  waivable: false,
  when: 'review',
  what: 'Entra ID is the only way into a storage account: no account keys, no local users, no anonymous reads.',
  why: 'An account key opens every layer to whoever finds it, cannot be narrowed and leaves no name in the log. All three doors are open by default in azurerm.',
  remedy: 'Set shared_access_key_enabled, local_user_enabled and allow_nested_items_to_be_public to false.',
  controls: ['CIS Azure 2.0.0: 3.7', 'Well-Architected SE:05', 'GDPR art. 32'],
  source: 'azurerm 4.55 provider source (defaults); Checkov CKV2_AZURE_40, CKV2_AZURE_47, CKV_AZURE_244',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_account'), ({ body }) =>
      expectArguments(body, [
        { argument: 'shared_access_key_enabled', allowed: false, absentMeans: true },
        { argument: 'local_user_enabled', allowed: false, absentMeans: true },
        { argument: 'allow_nested_items_to_be_public', allowed: false, absentMeans: true },
      ]),
    ),
};
