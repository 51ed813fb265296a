import { isTrue, judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const synapseEntraOnly: Rule = {
  id: 'synapse-entra-only',
  level: 'error',
  pack: 'baseline',
  waivable: false,
  when: 'review',
  what: 'A Synapse workspace takes Entra ID sign-ins only.',
  why: 'The SQL administrator is one shared password without a second factor, and Terraform keeps it in its state. With Entra ID only, the password opens nothing.',
  remedy: 'Set azuread_authentication_only to true and name an Entra administrator.',
  controls: ['CIS Azure 2.0.0: 4.1.4', 'Well-Architected SE:05', 'GDPR art. 32'],
  source: 'azurerm 4.55 provider source (default)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_synapse_workspace'), ({ body }) =>
      judgeArguments(body, ['azuread_authentication_only'], (only) =>
        isTrue(only) ? undefined : `azuread_authentication_only is ${shown(only)}, must be true.`,
      ),
    ),
};
