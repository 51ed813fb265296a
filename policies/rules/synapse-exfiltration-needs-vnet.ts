import { isTrue, judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const synapseExfiltrationNeedsVnet: Rule = {
  id: 'synapse-exfiltration-needs-vnet',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'Data-exfiltration protection of a Synapse workspace stands on a managed virtual network.',
  why: 'The protection is a property of that network. Without it the service refuses the workspace; both can only be chosen when it is made.',
  remedy: 'Set managed_virtual_network_enabled to true beside data_exfiltration_protection_enabled.',
  controls: ['Well-Architected SE:06', 'GDPR art. 32'],
  source: 'azurerm 4.55 documentation; Checkov CKV_AZURE_58 and CKV_AZURE_157 (each alone)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_synapse_workspace'), ({ body }) =>
      judgeArguments(
        body,
        ['data_exfiltration_protection_enabled', 'managed_virtual_network_enabled'],
        (protection, managed) =>
          !isTrue(protection) || isTrue(managed)
            ? undefined
            : `data_exfiltration_protection_enabled is true and managed_virtual_network_enabled is ${shown(managed)}, must be true.`,
      ),
    ),
};
