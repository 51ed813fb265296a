import { objectAt } from '../../shared/json';
import { isTrue } from '../judge';
import { COMPLIANT, forEach, nonCompliant, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const statefulPreventDestroy: Rule = {
  id: 'stateful-prevent-destroy',
  level: 'error',
  pack: 'production',
  waivable: true,
  when: 'review',
  what: 'Terraform refuses to destroy what holds data: accounts, containers, vaults, workspaces and SQL pools.',
  why: 'A changed argument that forces a replacement, or a renamed construct, is planned as destroy and create: one tired yes and the tables are gone.',
  remedy: 'Set lifecycle.prevent_destroy to true; a person who means it takes the line out first.',
  controls: ['Well-Architected RE:09', 'GDPR art. 32(1)(b)'],
  source: 'Terraform documentation (lifecycle); azurerm 4.55 provider source (replacement)',
  evaluate: (stack) =>
    forEach(
      resourcesOfType(
        stack,
        'azurerm_storage_account',
        'azurerm_storage_container',
        'azurerm_key_vault',
        'azurerm_synapse_workspace',
        'azurerm_synapse_sql_pool',
        'azurerm_purview_account',
      ),
      ({ body }) =>
        isTrue(objectAt(body, 'lifecycle')['prevent_destroy'])
          ? COMPLIANT
          : nonCompliant('lifecycle.prevent_destroy is not true: a plan may destroy it.'),
    ),
};
