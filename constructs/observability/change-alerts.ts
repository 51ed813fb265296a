import type { AlertId } from '../../environments/settings/alerts';
import { ActivityAlert } from './activity-alert';
import type { ActivityEvent } from './activity-alert-props';
import type { AlertPlan } from './alert-plan';
import type { LakeAlertsProps } from './lake-alerts-props';

/** What nobody deletes by the way, by the operation that deletes it. Azure has no wildcard for operations. */
const DELETIONS = {
  group: 'Microsoft.Resources/subscriptions/resourceGroups/delete',
  storage: 'Microsoft.Storage/storageAccounts/delete',
  container: 'Microsoft.Storage/storageAccounts/blobServices/containers/delete',
  vault: 'Microsoft.KeyVault/vaults/delete',
  workspace: 'Microsoft.Synapse/workspaces/delete',
  'sql-pool': 'Microsoft.Synapse/workspaces/sqlPools/delete',
  logs: 'Microsoft.OperationalInsights/workspaces/delete',
  diagnostics: 'Microsoft.Insights/diagnosticSettings/delete',
} as const;

const ROLE_CHANGES = {
  granted: 'Microsoft.Authorization/roleAssignments/write',
  revoked: 'Microsoft.Authorization/roleAssignments/delete',
} as const;

/** Alerts on the activity log: what people change, and what happens to Azure itself. */
export function changeAlerts(props: LakeAlertsProps): readonly AlertPlan[] {
  const { resourceGroupId, subscriptionId } = props;
  const subscription = `/subscriptions/${subscriptionId}`;
  return [
    activity(
      props,
      'service-health',
      'ServiceHealth',
      subscription,
      { kind: 'service-health' },
      {
        name: 'service-health',
        description: 'Azure reports an incident, maintenance or advisory that touches this subscription.',
      },
    ),
    activity(
      props,
      'resource-health',
      'ResourceHealth',
      resourceGroupId,
      { kind: 'resource-health' },
      {
        name: 'resource-health',
        description: 'A resource of the lake that was well is degraded or unavailable. See its Resource Health.',
      },
    ),
    ...Object.entries(DELETIONS).map(([what, operation]) =>
      activity(
        props,
        'resource-deleted',
        `Deleted-${what}`,
        resourceGroupId,
        { kind: 'operation', operation },
        {
          name: `deleted-${what}`,
          description: `Somebody deleted a resource (${operation}). If no deployment did it, start the recovery at once.`,
        },
      ),
    ),
    activity(
      props,
      'lock-removed',
      'LockRemoved',
      resourceGroupId,
      { kind: 'operation', operation: 'Microsoft.Authorization/locks/delete' },
      {
        name: 'lock-removed',
        description: 'Somebody removed a lock against deletion. Put it back once the work behind it is done.',
      },
    ),
    ...Object.entries(ROLE_CHANGES).map(([what, operation]) =>
      activity(
        props,
        'role-changed',
        `Role-${what}`,
        resourceGroupId,
        { kind: 'operation', operation },
        {
          name: `role-${what}`,
          description: `A right on the lake was ${what}. Expected during a deployment and at no other time.`,
        },
      ),
    ),
  ];
}

function activity(
  { resourceGroupName, contacts }: LakeAlertsProps,
  id: AlertId,
  path: string,
  watched: string,
  event: ActivityEvent,
  words: { readonly name: string; readonly description: string },
): AlertPlan {
  return {
    id,
    path,
    make: (scope, name) =>
      new ActivityAlert(scope, name, { ...words, resourceGroupName, contacts, scope: watched, event }),
  };
}
