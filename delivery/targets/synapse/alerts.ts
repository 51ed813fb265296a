import { UserError } from '../../../shared/errors';
import { type JsonObject, objectAt } from '../../../shared/json';
import type { FiredAlert } from '../../target';
import { statusOf } from './azure-error';
import { managementScope } from './clouds';
import type { SynapseConnection } from './connection';
import { listRest } from './rest';

/** The last version that is not a preview of another model. */
const API_VERSION = '2019-05-05-preview';

/**
 * Alerts of the environment's resource group that fired since a moment and are not resolved, page by page.
 *
 * Azure Alerts Management, operation Alerts_GetAll.
 */
export async function firedAlerts(connection: SynapseConnection, since: string): Promise<readonly FiredAlert[]> {
  const { cloud, outputs } = connection;
  const { subscriptionId, resourceGroup } = outputs.delivery;
  const query = new URLSearchParams({
    'api-version': API_VERSION,
    targetResourceGroup: resourceGroup,
    monitorCondition: 'Fired',
    customTimeRange: `${since}/${new Date().toISOString()}`,
  });
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.AlertsManagement/alerts`;
  const url = `${cloud.resourceManager}${path}?${query.toString()}`;
  try {
    const doing = `list the alerts of ${resourceGroup}`;
    return (await listRest(connection, { doing, url, scope: managementScope(cloud) })).map(alertOf);
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (statusOf(cause) !== 403) throw error;
    throw new UserError(
      'alerts-not-readable',
      `the alerts of ${resourceGroup} cannot be listed (403)`,
      'Grant Monitoring Reader on the resource group to whoever watches.',
    );
  }
}

function alertOf(alert: JsonObject): FiredAlert {
  const essentials = objectAt(objectAt(alert, 'properties'), 'essentials');
  return { name: String(alert['name'] ?? 'unnamed'), firedAt: String(essentials['startDateTime'] ?? 'unknown') };
}
