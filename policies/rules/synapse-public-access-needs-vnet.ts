import { isTrue, judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const synapsePublicAccessNeedsVnet: Rule = {
  id: 'synapse-public-access-needs-vnet',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A Synapse workspace without public access has a managed virtual network.',
  why: 'The service refuses the one without the other, and nobody says so before. The network can only be chosen when the workspace is made: fixing it later replaces the workspace.',
  remedy: 'Set managed_virtual_network_enabled to true, or leave public_network_access_enabled on.',
  controls: ['Well-Architected SE:06', 'Well-Architected OE:05'],
  source: 'Azure Synapse documentation; Azure Verified Module for Synapse (same rule)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_synapse_workspace'), ({ body }) =>
      judgeArguments(body, ['public_network_access_enabled', 'managed_virtual_network_enabled'], (open, managed) =>
        String(open ?? true) === 'true' || isTrue(managed)
          ? undefined
          : `public_network_access_enabled is false and managed_virtual_network_enabled is ${shown(managed)}, must be true.`,
      ),
    ),
};
