import type { TerraformStack } from 'cdktf';
import { ActivityAlert } from '../../../constructs/observability/activity-alert';
import type { ActivityAlertProps, ActivityEvent } from '../../../constructs/observability/activity-alert-props';
import { AlertContacts } from '../../../constructs/observability/alert-contacts';
import { describeRefusals } from '../../support/refusal';
import { bodyOf, synthesizeStack } from '../../support/synth';

type Subject = Omit<ActivityAlertProps, 'contacts'>;

const operation = (name: string): { readonly event: ActivityEvent } => ({
  event: { kind: 'operation', operation: name },
});
const base: Subject = {
  ...operation('Microsoft.KeyVault/vaults/delete'),
  name: 'deleted-vault',
  resourceGroupName: 'rg-test',
  description: 'Somebody deleted the vault.',
  scope: '/subscriptions/x/resourceGroups/rg-test',
};

function make(scope: TerraformStack, id: string, props: Subject): ActivityAlert {
  const contacts = new AlertContacts(scope, 'Contacts', {
    name: 'ag-test',
    shortName: 'test',
    resourceGroupName: 'rg-test',
    contacts: [{ name: 'me', email: 'me@example.com' }],
  });
  return new ActivityAlert(scope, id, { ...props, contacts });
}

const criteriaOf = (event: ActivityEvent): unknown =>
  bodyOf(
    synthesizeStack((scope) => make(scope, 'Alert', { ...base, event })),
    'azurerm_monitor_activity_log_alert',
  )['criteria'];

describe('ActivityAlert', () => {
  describeRefusals(base, make, [
    {
      what: 'a wildcard',
      bad: operation('Microsoft.Storage/*/delete'),
      setting: 'operation',
      good: operation('Microsoft.Storage/storageAccounts/delete'),
    },
    {
      what: 'an operation in words',
      bad: operation('delete vault'),
      setting: 'operation',
      good: operation('Microsoft.Authorization/roleAssignments/write'),
    },
    { what: 'a name with spaces', bad: { name: 'vault deleted' }, setting: 'alert', good: { name: 'vault-deleted' } },
  ]);

  test('fires once an operation has succeeded, and calls the contacts', () => {
    const stack = synthesizeStack((scope) => make(scope, 'Alert', base));
    expect(bodyOf(stack, 'azurerm_monitor_activity_log_alert')).toMatchObject({
      location: 'global',
      scopes: ['/subscriptions/x/resourceGroups/rg-test'],
      criteria: {
        category: 'Administrative',
        operation_name: 'Microsoft.KeyVault/vaults/delete',
        statuses: ['Succeeded'],
      },
      action: [{ action_group_id: expect.stringMatching(/^\$\{azurerm_monitor_action_group\./) }],
    });
  });

  test('watches Azure itself in every region, and resources that were well', () => {
    expect(criteriaOf({ kind: 'service-health' })).toEqual({
      category: 'ServiceHealth',
      service_health: { events: ['Incident', 'Maintenance', 'ActionRequired', 'Security'] },
    });
    expect(criteriaOf({ kind: 'resource-health' })).toEqual({
      category: 'ResourceHealth',
      resource_health: { current: ['Degraded', 'Unavailable'], previous: ['Available'] },
    });
  });
});
