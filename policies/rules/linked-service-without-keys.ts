import { judgeArguments } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const linkedServiceWithoutKeys: Rule = {
  id: 'linked-service-without-keys',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'A factory signs in to the lake with its managed identity.',
  why: 'In this version of the provider neither storage_account_key nor service_principal_key is marked sensitive: both are printed by every plan.',
  remedy: 'Set use_managed_identity to true and drop the key.',
  controls: ['Well-Architected SE:05', 'Well-Architected SE:09'],
  source: 'azurerm 4.55 provider source (sensitive from 4.72)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_data_factory_linked_service_data_lake_storage_gen2'), ({ body }) => {
      const key = ['storage_account_key', 'service_principal_key'].find((name) => body[name] !== undefined);
      return judgeArguments(body, ['use_managed_identity'], (managed) => {
        if (key !== undefined) return `${key} is set, must be use_managed_identity.`;
        return String(managed) === 'true' ? undefined : 'use_managed_identity must be true.';
      });
    }),
};
