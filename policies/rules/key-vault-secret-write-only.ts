import { judgeArguments } from '../judge';
import { forEach, nonCompliant, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const keyVaultSecretWriteOnly: Rule = {
  id: 'key-vault-secret-write-only',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'A secret reaches Key Vault by value_wo with value_wo_version, never by value.',
  why: 'value is kept in state in clear text: whoever reads the state reads the vault. A write-only value without its version is never sent again.',
  remedy: 'Set value_wo and value_wo_version, or write the secret outside of Terraform.',
  controls: ['Well-Architected SE:09'],
  source: 'azurerm 4.55 provider source (write-only arguments)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_key_vault_secret'), ({ body }) => {
      if (body['value'] !== undefined && body['value'] !== null) {
        return nonCompliant('value is set, must be value_wo: it is kept in state.');
      }
      return judgeArguments(body, ['value_wo_version'], (version) =>
        version === undefined ? 'value_wo_version is not set: a later value is never sent.' : undefined,
      );
    }),
};
