import { judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const keyVaultNetworkDefaultDeny: Rule = {
  id: 'key-vault-network-default-deny',
  level: 'error',
  pack: 'baseline',
  waivable: false,
  when: 'review',
  what: 'A Key Vault has public access off, or a firewall whose default action is Deny.',
  why: 'The vault holds the key behind every token in the lake. Without rules it answers the whole internet.',
  remedy: 'Set public_network_access_enabled to false, or add network_acls with default_action Deny.',
  controls: ['CIS Azure 2.0.0: 8.7', 'Well-Architected SE:06', 'GDPR art. 32'],
  source: 'azurerm 4.55 provider source (defaults); Checkov CKV_AZURE_109, CKV_AZURE_189',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_key_vault'), ({ body }) =>
      judgeArguments(body, ['public_network_access_enabled', 'network_acls.default_action'], (open, action) =>
        String(open ?? true) === 'false' || action === 'Deny'
          ? undefined
          : `network_acls.default_action is ${shown(action)}, must be Deny while public access is on.`,
      ),
    ),
};
