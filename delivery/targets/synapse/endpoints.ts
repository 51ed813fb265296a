import { type JsonObject, objectAt } from '../../../shared/json';
import { calling } from './azure-error';
import { managementScope, synapseScope } from './clouds';
import type { SynapseConnection } from './connection';
import { factoryClient } from './data-factory';
import { waitUntil } from './operations';
import { callRest, listRest } from './rest';

/** `managedPrivateEndpoints.json` of the workspace's data plane. */
const SYNAPSE_VERSION = '2020-12-01';
/** The one managed network that a workspace or factory has. */
const NETWORK = 'default';

/** Versions of ARM in which a resource lists and takes its private endpoint connections. */
const TARGET_VERSIONS: Readonly<Record<string, string>> = {
  'microsoft.storage/storageaccounts': '2023-05-01',
  'microsoft.keyvault/vaults': '2023-07-01',
  'microsoft.synapse/workspaces': '2021-06-01',
};

/** A private endpoint in the managed network of the workspace or the factory, and what is to be done about it. */
export interface ManagedEndpoint {
  /** Workspace or factory. */
  readonly asker: string;
  readonly name: string;
  /** ARM id of what it leads to. */
  readonly target: string;
  /** As the asker sees it: `Approved`, `Pending`, `Rejected`, `Disconnected`. */
  readonly status: string;
  readonly outcome: 'works' | 'to be approved' | 'approved' | 'left alone' | 'not ours';
  /** Why nothing is done about it. */
  readonly reason?: string;
}

interface Asked {
  readonly asker: string;
  readonly name: string;
  readonly target: string;
  readonly status: string;
}

/** What the managed networks asked for, and which of it {@link approveEndpoints} would approve. Reads only. */
export async function planEndpoints(connection: SynapseConnection): Promise<readonly ManagedEndpoint[]> {
  return (await judge(connection)).map(({ endpoint }) => endpoint);
}

/**
 * Approves what the workspace and the factory of an environment asked for, on targets of the same environment, and waits
 * until they know. Terraform makes these endpoints and cannot approve them. Everybody else's requests stay as they are.
 */
export async function approveEndpoints(connection: SynapseConnection): Promise<readonly ManagedEndpoint[]> {
  const judged = await judge(connection);
  for (const { endpoint, connectionId } of judged) {
    if (connectionId !== undefined) await approve(connection, endpoint, connectionId);
  }
  const due = judged.filter(({ connectionId }) => connectionId !== undefined).map(({ endpoint }) => endpoint);
  if (due.length > 0) {
    await waitUntil(`${due.length} private endpoints to be connected`, connection.retryPolicy, async () => {
      const seen = new Map((await asked(connection)).map((endpoint) => [keyOf(endpoint), endpoint.status]));
      return due.every((endpoint) => seen.get(keyOf(endpoint)) === 'Approved')
        ? { value: true }
        : { againIn: undefined };
    });
  }
  return judged.map(({ endpoint, connectionId }) =>
    connectionId === undefined ? endpoint : { ...endpoint, status: 'Approved', outcome: 'approved' },
  );
}

interface Judged {
  readonly endpoint: ManagedEndpoint;
  /** ARM id of the connection that is to be approved; undefined for none. */
  readonly connectionId: string | undefined;
}

async function judge(connection: SynapseConnection): Promise<readonly Judged[]> {
  const endpoints = await asked(connection);
  const { subscriptionId, resourceGroup } = connection.outputs.delivery;
  const ours = `/subscriptions/${subscriptionId}/resourcegroups/${resourceGroup}/`.toLowerCase();
  const pending = endpoints.filter(
    ({ status, target }) => status === 'Pending' && target.toLowerCase().startsWith(ours),
  );
  const targets = [...new Set(pending.map(({ target }) => target))].filter((target) => versionOf(target) !== undefined);
  const known = new Map(
    await Promise.all(targets.map(async (target) => [target, await connectionsOf(connection, target)] as const)),
  );
  const left = (endpoint: Asked, reason: string, outcome: 'left alone' | 'not ours' = 'left alone'): Judged => ({
    endpoint: { ...endpoint, outcome, reason },
    connectionId: undefined,
  });
  return endpoints.map((endpoint) => {
    const { asker, name, target, status } = endpoint;
    if (status === 'Approved') return { endpoint: { ...endpoint, outcome: 'works' }, connectionId: undefined };
    if (!target.toLowerCase().startsWith(ours)) return left(endpoint, 'its target is elsewhere', 'not ours');
    if (status !== 'Pending') return left(endpoint, `it is ${status}: make the endpoint again`);
    if (versionOf(target) === undefined) return left(endpoint, 'its target is of a kind that nothing here asks for');
    // The managed network names the private endpoint behind the connection by who asked and how it is called.
    const suffix = `/privateendpoints/${asker}.${name}`.toLowerCase();
    const [match, other] = (known.get(target) ?? []).filter(({ endpointId }) => endpointId.endsWith(suffix));
    if (match === undefined) return left(endpoint, 'its target knows of no such request yet');
    if (other !== undefined) return left(endpoint, 'two requests on its target go by that name');
    return { endpoint: { ...endpoint, outcome: 'to be approved' }, connectionId: match.id };
  });
}

async function asked(connection: SynapseConnection): Promise<readonly Asked[]> {
  const { workspace, devEndpoint, resourceGroup, factory } = connection.outputs.delivery;
  const url = `${devEndpoint}/managedVirtualNetworks/${NETWORK}/managedPrivateEndpoints?api-version=${SYNAPSE_VERSION}`;
  const doing = `list the private endpoints of workspace ${workspace}`;
  const ofWorkspace = (await listRest(connection, { doing, url, scope: synapseScope(connection.cloud) })).map(
    (entry): Asked => {
      const properties = objectAt(entry, 'properties');
      return {
        ...{ asker: workspace, name: text(entry['name']), target: text(properties['privateLinkResourceId']) },
        status: text(objectAt(properties, 'connectionState')['status']),
      };
    },
  );
  const ofFactory = await calling(`list the private endpoints of factory ${factory}`, async () => {
    const found: Asked[] = [];
    const list = factoryClient(connection).managedPrivateEndpoints.listByFactory(resourceGroup, factory, NETWORK);
    for await (const { name = '', properties } of list) {
      const { privateLinkResourceId: target = '', connectionState } = properties;
      found.push({ asker: factory, name, target, status: connectionState?.status ?? '' });
    }
    return found;
  });
  return [...ofWorkspace, ...ofFactory];
}

interface PendingConnection {
  readonly id: string;
  /** ARM id of the private endpoint on its other side, in small letters. */
  readonly endpointId: string;
}

async function connectionsOf(connection: SynapseConnection, target: string): Promise<readonly PendingConnection[]> {
  const found = await listRest(connection, {
    doing: `list the private endpoint connections of ${nameOf(target)}`,
    url: armUrl(connection, `${target}/privateEndpointConnections`, target),
    scope: managementScope(connection.cloud),
  });
  return found
    .filter((entry) => stateOf(entry)['status'] === 'Pending')
    .map((entry) => ({
      id: text(entry['id']),
      endpointId: text(objectAt(objectAt(entry, 'properties'), 'privateEndpoint')['id']).toLowerCase(),
    }));
}

async function approve(
  connection: SynapseConnection,
  { asker, name, target }: ManagedEndpoint,
  id: string,
): Promise<void> {
  const description = `Endpoint ${name} of ${asker}, approved by Medallion.`;
  await callRest(connection, {
    doing: `approve the endpoint ${name} of ${asker} on ${nameOf(target)}`,
    method: 'PUT',
    url: armUrl(connection, id, target),
    scope: managementScope(connection.cloud),
    body: { properties: { privateLinkServiceConnectionState: { status: 'Approved', description } } },
  });
}

function stateOf(entry: JsonObject): JsonObject {
  return objectAt(objectAt(entry, 'properties'), 'privateLinkServiceConnectionState');
}

function armUrl({ cloud }: SynapseConnection, path: string, target: string): string {
  return `${cloud.resourceManager}${path}?api-version=${versionOf(target) ?? ''}`;
}

function versionOf(target: string): string | undefined {
  const [, kind = ''] = /\/providers\/([^/]+\/[^/]+)\/[^/]+$/.exec(target) ?? [];
  return TARGET_VERSIONS[kind.toLowerCase()];
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

function keyOf({ asker, name }: Asked): string {
  return `${asker}/${name}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
