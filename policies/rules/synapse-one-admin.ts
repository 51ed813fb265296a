import { follow, isExpression } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';

export const synapseOneAdmin: Rule = {
  id: 'synapse-one-admin',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'The two Entra administrators of a workspace, where both are set, are the same principal.',
  why: 'azurerm_synapse_workspace_aad_admin and _sql_aad_admin write the same setting: with two principals each apply removes the other, and half of the time nobody who should can sign in.',
  remedy: 'Keep azurerm_synapse_workspace_aad_admin, or give both the same object_id.',
  controls: ['Well-Architected SE:05'],
  source: 'azurerm#16853',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_synapse_workspace'), (workspace) => judge(stack, workspace)),
};

function judge(stack: SynthesizedStack, workspace: StackResource): Outcome {
  const admins = resourcesOfType(
    stack,
    'azurerm_synapse_workspace_aad_admin',
    'azurerm_synapse_workspace_sql_aad_admin',
  ).filter(({ body }) => follow(stack, body['synapse_workspace_id']) === workspace);
  const ids = [...new Set(admins.map(({ body }) => body['object_id']))];
  if (ids.length < 2) return COMPLIANT;
  return ids.some(isExpression)
    ? cannotDecide(`Whether ${ids.join(' and ')} are the same principal is known only to Terraform.`)
    : nonCompliant(`The administrators are ${ids.join(' and ')}, must be one.`);
}
