import { UserError } from '../../../shared/errors';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../../shared/json';
import type { MeasuredServiceLevels } from '../../service-levels';
import { statusOf } from './azure-error';
import { managementScope } from './clouds';
import type { SynapseConnection } from './connection';
import { callRest } from './rest';

const API_VERSION = '2023-10-01';

/**
 * Availability and refused requests of the lake's storage accounts, from the metrics that the alerts `storage-availability`
 * and `access-denied` read. Operation Metrics_List of Azure Monitor. Metrics appear some minutes late.
 *
 * @param since ISO 8601, UTC @throws UserError `metrics-forbidden`
 */
export async function serviceLevels(
  connection: SynapseConnection,
  since: string,
  now: Date,
): Promise<MeasuredServiceLevels> {
  const timespan = `${since}/${now.toISOString()}`;
  const accounts = accountsOf(connection);
  const shares: number[] = [];
  let denied = 0;
  for (const account of accounts) {
    const availability = { metricnames: 'Availability', aggregation: 'Average', interval: 'PT1H', timespan };
    shares.push(...(await values(connection, account, availability, 'average')));
    const refused = { metricnames: 'Transactions', aggregation: 'Total', interval: 'PT1H', timespan };
    const filter = { ...refused, $filter: "ResponseType eq 'AuthorizationError'" };
    denied += (await values(connection, account, filter, 'total')).reduce((sum, value) => sum + value, 0);
  }
  const mean = shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return {
    availabilityPercent: mean,
    deniedRequests: denied,
    notMeasured: mean === null ? ['availability: storage had no request in this time'] : [],
  };
}

/** Names of the storage accounts that hold the containers, each once. */
function accountsOf({ outputs }: SynapseConnection): readonly string[] {
  const hosts = Object.values(outputs.binding.containers).map((uri) => /@([^.]+)\./.exec(uri)?.[1] ?? '');
  return [...new Set(hosts.filter((name) => name !== ''))];
}

async function values(
  connection: SynapseConnection,
  account: string,
  query: Readonly<Record<string, string>>,
  field: string,
): Promise<readonly number[]> {
  const { cloud, outputs } = connection;
  const { subscriptionId, resourceGroup } = outputs.delivery;
  const resource = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Storage/storageAccounts/${account}`;
  const search = new URLSearchParams({ 'api-version': API_VERSION, ...query });
  const url = `${cloud.resourceManager}${resource}/providers/Microsoft.Insights/metrics?${search.toString()}`;
  try {
    const doing = `read the metrics of ${account}`;
    const answer = await callRest(connection, { doing, url, scope: managementScope(cloud) });
    return objects(answer['value'])
      .flatMap((metric) => objects(metric['timeseries']))
      .flatMap((series) => objects(series['data']))
      .flatMap((point) => (typeof point[field] === 'number' ? [point[field]] : []));
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    if (statusOf(cause) !== 403) throw error;
    throw new UserError(
      'metrics-forbidden',
      `The metrics of ${account} cannot be read (403).`,
      'Grant Monitoring Reader on the resource group to the identity that monitors.',
    );
  }
}

function objects(value: Json | undefined): readonly JsonObject[] {
  return (isJsonArray(value) ? value : []).filter(isJsonObject);
}
