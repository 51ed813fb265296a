import { RoleGrant } from '../../../constructs/security/role-grant';
import type { RoleGrantProps } from '../../../constructs/security/role-grant-props';
import { describeRefusals } from '../../support/refusal';
import { bodyOf, synthesizeStack } from '../../support/synth';

const PRINCIPAL = '00000000-0000-4000-8000-000000000009';
const base: RoleGrantProps = {
  scope: '/subscriptions/x/resourceGroups/y',
  role: { name: 'Storage Blob Data Reader' },
  grantee: { id: 'Analysts', principalId: PRINCIPAL, type: 'Group' },
  reason: 'Analysts query gold.',
};

describe('RoleGrant', () => {
  describeRefusals(base, (stack, id, props) => new RoleGrant(stack, id, props), [
    {
      what: 'a principal that is no GUID',
      bad: { grantee: { ...base.grantee, principalId: 'analysts' } },
      setting: 'principal of Analysts',
      good: { grantee: { ...base.grantee, principalId: '${azurerm_data_factory.x.identity[0].principal_id}' } },
    },
    { what: 'no reason', bad: { reason: 'because' }, setting: 'reason', good: { reason: 'because it is needed' } },
    {
      what: 'a role that grants roles',
      bad: { role: { name: 'Owner' } },
      setting: 'role',
      good: { role: { definitionId: '/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/y' } },
    },
  ]);

  test('states who, what, where and why', () => {
    const stack = synthesizeStack((scope) => new RoleGrant(scope, 'Grant', base));
    expect(bodyOf(stack, 'azurerm_role_assignment')).toMatchObject({
      scope: base.scope,
      role_definition_name: 'Storage Blob Data Reader',
      principal_id: PRINCIPAL,
      principal_type: 'Group',
      description: 'Analysts query gold.',
    });
  });
});
