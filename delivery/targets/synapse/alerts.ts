import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { UserError } from '../../../contracts/errors';
import { isJsonArray, isJsonObject, type Json } from '../../../policies/json';
import type { FiredAlert } from '../../target';
import { calling } from './azure-error';
import { managementScope } from './clouds';
import type { Connection } from './connection';

/** The last version that is not a preview of another model. */
const API_VERSION = '2019-05-05-preview';

/**
 * Alerts of the environment's resource group that fired since a moment and are not resolved, page by page.
 *
 * Azure Alerts Management, operation Alerts_GetAll.
 */
export async function firedAlerts(connection: Connection, since: string): Promise<readonly FiredAlert[]> {
  const { cloud, credential, transport, outputs } = connection;
  const { subscriptionId, resourceGroup } = outputs.delivery;
  const query = new URLSearchParams({
    'api-version': API_VERSION,
    targetResourceGroup: resourceGroup,
    monitorCondition: 'Fired',
    customTimeRange: `${since}/${new Date().toISOString()}`,
  });
  const found: FiredAlert[] = [];
  let next: string | undefined =
    `${cloud.resourceManager}/subscriptions/${subscriptionId}/providers/Microsoft.AlertsManagement/alerts?${query.toString()}`;
  while (next !== undefined) {
    const url: string = next;
    const token = await credential.getToken(managementScope(cloud));
    const headers = createHttpHeaders({ authorization: `Bearer ${token?.token ?? ''}`, accept: 'application/json' });
    const answer = await calling(`list the alerts of ${resourceGroup}`, () =>
      transport.sendRequest(createPipelineRequest({ url, headers })),
    );
    const page: Json = answer.status === 200 ? (JSON.parse(answer.bodyAsText ?? 'null') as Json) : null;
    if (!isJsonObject(page)) {
      throw new UserError(
        `the alerts of ${resourceGroup} cannot be listed (${answer.status})`,
        'Grant Monitoring Reader on the resource group to whoever watches.',
      );
    }
    const list = page['value'];
    found.push(...(isJsonArray(list) ? list : []).map(alertOf));
    const link: Json | undefined = page['nextLink'];
    next = typeof link === 'string' && link !== '' ? link : undefined;
  }
  return found;
}

function alertOf(alert: Json): FiredAlert {
  const entry = isJsonObject(alert) ? alert : {};
  const properties = isJsonObject(entry['properties']) ? entry['properties'] : {};
  const essentials = isJsonObject(properties['essentials']) ? properties['essentials'] : {};
  return { name: String(entry['name'] ?? 'unnamed'), firedAt: String(essentials['startDateTime'] ?? 'unknown') };
}
