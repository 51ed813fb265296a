import { expectArguments } from '../expect';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const keyVaultProtected: Rule = {
  id: 'key-vault-protected',
  level: 'error',
  pack: 'baseline',
  waivable: false,
  when: 'review',
  what: 'A Key Vault has purge protection, and gives access by roles.',
  why: 'A purged key takes every byte with it that it encrypts, and every token that it made. Access policies let any contributor grant himself all keys. Checkov reads soft delete by an argument that no longer exists, and passes any vault.',
  remedy: 'Set purge_protection_enabled and rbac_authorization_enabled to true.',
  controls: ['CIS Azure 2.0.0: 8.5, 8.6', 'Well-Architected SE:09', 'GDPR art. 32(1)(b)'],
  source: 'azurerm 4.55 provider source (defaults); Checkov CKV_AZURE_110, CKV_AZURE_111 (vacuous)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_key_vault'), ({ body }) =>
      expectArguments(body, [
        { argument: 'purge_protection_enabled', allowed: true, absentMeans: false },
        { argument: 'rbac_authorization_enabled', allowed: true, absentMeans: false },
      ]),
    ),
};
