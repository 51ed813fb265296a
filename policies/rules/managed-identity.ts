import { judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const managedIdentity: Rule = {
  id: 'managed-identity',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'A workspace, a factory and an automation account have a managed identity.',
  why: 'Without one they reach the lake by a key or a password that somebody stores. azurerm creates all three without an identity unless told.',
  remedy: 'Add identity with type SystemAssigned.',
  controls: ['Well-Architected SE:05'],
  source: 'azurerm 4.55 provider source (defaults); Checkov CKV2_AZURE_36 (automation only)',
  evaluate: (stack) =>
    forEach(
      resourcesOfType(stack, 'azurerm_synapse_workspace', 'azurerm_data_factory', 'azurerm_automation_account'),
      ({ body }) =>
        judgeArguments(body, ['identity.type'], (type) =>
          String(type ?? '').includes('Assigned')
            ? undefined
            : `identity.type is ${shown(type)}, must be SystemAssigned or UserAssigned.`,
        ),
    ),
};
