import { SynapseGrant } from '../../../constructs/security/synapse-grant';
import type { SynapseGrantProps, SynapseRole } from '../../../constructs/security/synapse-grant-props';
import { describeRefusals } from '../../support/refusal';
import { bodyOf, synthesizeStack } from '../../support/synth';

const base: SynapseGrantProps = {
  reason: 'Runs what the test is about.',
  role: 'Synapse User',
  grantee: { id: 'Operators', principalId: '00000000-0000-4000-8000-000000000009', type: 'Group' },
  scope: { synapseWorkspaceId: '/subscriptions/x/workspaces/y' },
};
const azureRole: string = 'Contributor';

describe('SynapseGrant', () => {
  describeRefusals(base, (stack, id, props) => new SynapseGrant(stack, id, props), [
    { what: 'a grant without reason', bad: { reason: ' ' }, setting: 'reason', good: { reason: 'Starts jobs.' } },
    {
      what: 'a role of Azure instead of Synapse',
      bad: { role: azureRole as SynapseRole },
      setting: 'role',
      good: { role: 'Synapse Contributor' },
    },
    {
      what: 'a workspace and a pool at once',
      bad: { scope: { ...base.scope, synapseSparkPoolId: '/subscriptions/x/bigDataPools/z' } },
      setting: 'scope',
      good: { scope: { synapseSparkPoolId: '/subscriptions/x/bigDataPools/z' } },
    },
    {
      what: 'a principal that is no GUID',
      bad: { grantee: { ...base.grantee, principalId: 'me@example.com' } },
      setting: 'principal of Operators',
      good: { grantee: { ...base.grantee, type: 'User' } },
    },
  ]);

  test('is one assignment with its principal type', () => {
    const stack = synthesizeStack((scope) => new SynapseGrant(scope, 'Grant', base));
    expect(bodyOf(stack, 'azurerm_synapse_role_assignment')).toEqual({
      '//': expect.anything(),
      role_name: 'Synapse User',
      principal_id: base.grantee.principalId,
      principal_type: 'Group',
      synapse_workspace_id: '/subscriptions/x/workspaces/y',
    });
  });
});
