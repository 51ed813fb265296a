import { expectArguments } from '../expect';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

/** What each type calls its public door; all of them are open unless told otherwise. */
const DOORS: Readonly<Record<string, string>> = {
  azurerm_storage_account: 'public_network_access_enabled',
  azurerm_key_vault: 'public_network_access_enabled',
  azurerm_synapse_workspace: 'public_network_access_enabled',
  azurerm_data_factory: 'public_network_enabled',
  azurerm_purview_account: 'public_network_enabled',
  azurerm_automation_account: 'public_network_access_enabled',
};

export const noPublicEndpoints: Rule = {
  id: 'no-public-endpoints',
  level: 'error',
  pack: 'regulated',
  waivable: true,
  when: 'review',
  what: 'Storage, vault, workspace, factory and automation have no public endpoint at all.',
  why: 'A firewall is a list that grows. Where the data is regulated, only private endpoints answer, and an exception is a decision in writing.',
  remedy: 'Set the network posture to private, with a runner inside the virtual network.',
  controls: ['CIS Azure 2.0.0: 3.7, 8.7', 'Well-Architected SE:06', 'GDPR art. 32'],
  source: 'azurerm 4.55 provider source (defaults); Checkov CKV_AZURE_59, CKV_AZURE_104, CKV_AZURE_189, CKV2_AZURE_24',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, ...Object.keys(DOORS)), ({ type, body }) =>
      expectArguments(body, [{ argument: DOORS[type] ?? '', allowed: false, absentMeans: true }]),
    ),
};
