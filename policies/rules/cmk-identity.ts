import { judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const cmkIdentity: Rule = {
  id: 'cmk-identity',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A storage account with an inline customer-managed key reads it with a user-assigned identity, and is a StorageV2 account.',
  why: 'The account cannot read its key with an identity that is only born with it. Validate and plan are clean, the apply fails after the account was made.',
  remedy: 'Set identity.type to UserAssigned and customer_managed_key.user_assigned_identity_id.',
  controls: ['CIS Azure 2.0.0: 3.12', 'Well-Architected SE:07'],
  source: 'azurerm 4.55 provider source; apply of wrong settings',
  evaluate: (stack) =>
    forEach(
      resourcesOfType(stack, 'azurerm_storage_account').filter(
        ({ body }) => body['customer_managed_key'] !== undefined,
      ),
      ({ body }) =>
        judgeArguments(body, ['identity.type', 'account_kind'], (identity, kind) => {
          if (!String(identity ?? '').includes('UserAssigned')) {
            return `identity.type is ${shown(identity)}, must include UserAssigned.`;
          }
          return ['StorageV2', 'BlockBlobStorage', 'FileStorage'].includes(String(kind ?? 'StorageV2'))
            ? undefined
            : `account_kind is ${shown(kind)}, must be StorageV2.`;
        }),
    ),
};
