import type { Answer, Exchange, Service } from './loopback';
import { apiVersion, conform, fields, type Json, jsonBody, object } from './specification';

interface Endpoint {
  /** `synw-...` or `adf-...`. */
  readonly asker: string;
  readonly name: string;
  readonly target: string;
}

interface Connected {
  readonly id: string;
  /** Name of the private endpoint on the other side. */
  readonly endpoint: string;
  status: string;
  description: string;
}

/** Versions in which the kinds of targets have private endpoint connections. */
const VERSIONS: Readonly<Record<string, string>> = {
  'Microsoft.Storage/storageAccounts': '2023-05-01',
  'Microsoft.KeyVault/vaults': '2023-07-01',
  'Microsoft.Synapse/workspaces': '2021-06-01',
};
const CONNECTIONS =
  /^(\/subscriptions\/.+\/providers\/([^/]+\/[^/]+)\/[^/]+)\/privateEndpointConnections(?:\/([^/]+))?$/;

/**
 * Managed private endpoints and the connections on their targets, by `specification/synapse/data-plane/Microsoft.Synapse/
 * stable/2020-12-01/managedPrivateEndpoints.json`, `datafactory.json` 2018-06-01 and `privatelinks.json` of each target.
 */
export class EndpointService {
  readonly endpoints: Endpoint[] = [];
  readonly connections: Connected[] = [];
  /** How many lists an asker answers before it knows of an approval. */
  slow = 1;
  pageSize = 2;

  /** An endpoint of the workspace or the factory, with the request that its target got. */
  ask(asker: string, name: string, target: string): void {
    this.endpoints.push({ asker, name, target });
    this.connect(target, `${asker}.${name}`);
  }

  /** A request that reached a target, whoever asked. */
  connect(target: string, endpoint: string, status = 'Pending'): void {
    const id = `${target}/privateEndpointConnections/${this.connections.length}`;
    this.connections.push({ id, endpoint, status, description: '' });
  }

  readonly service: Service = (exchange) => {
    const { pathname } = exchange.url;
    const [, target = '', kind = '', name] = CONNECTIONS.exec(pathname) ?? [];
    if (target === '') return this.list(exchange);
    conform(pathname, [apiVersion(exchange, VERSIONS[kind] ?? 'none'), !(kind in VERSIONS) && `kind ${kind}`]);
    if (name === undefined) {
      const own = this.connections.filter(({ id }) => id.startsWith(`${target}/`));
      return { status: 200, body: { value: own.map(describe) } };
    }
    const found = this.connections.find(({ id }) => id === pathname);
    if (found === undefined) return { status: 404, body: { error: { code: 'NotFound', message: pathname } } };
    if (exchange.method === 'PUT') this.decide(found, jsonBody(exchange));
    return { status: 200, body: describe(found) };
  };

  private decide(found: Connected, body: Json): void {
    const properties = object(body['properties']);
    const state = object(properties['privateLinkServiceConnectionState']);
    conform('PrivateEndpointConnection', [
      ...fields(body, { properties: 'object' }),
      ...fields(properties, { privateLinkServiceConnectionState: 'object' }),
      ...fields(state, { status: 'string' }, { description: 'string' }),
      !['Approved', 'Rejected'].includes(String(state['status'])) && `status ${String(state['status'])}`,
    ]);
    Object.assign(found, { status: state['status'], description: state['description'] });
  }

  private list(exchange: Exchange): Answer {
    const { pathname, searchParams, origin } = exchange.url;
    const isFactory = pathname.startsWith('/subscriptions/');
    conform(pathname, [
      apiVersion(exchange, isFactory ? '2018-06-01' : '2020-12-01'),
      !/\/managedVirtualNetworks\/default\/managedPrivateEndpoints$/i.test(pathname) && 'no list of endpoints',
    ]);
    const own = this.endpoints.filter(({ asker }) => asker.startsWith('adf-') === isFactory);
    const knows = !this.connections.some(({ status }) => status === 'Approved') || this.slow-- <= 0;
    const from = Number(searchParams.get('from') ?? '0');
    const value = own.slice(from, from + this.pageSize).map(({ asker, name, target }) => {
      const connection = this.connections.find(({ endpoint }) => endpoint === `${asker}.${name}`);
      const status = knows ? (connection?.status ?? 'Pending') : 'Pending';
      return { name, properties: { privateLinkResourceId: target, groupId: 'dfs', connectionState: { status } } };
    });
    const rest = from + this.pageSize < own.length;
    const query = `api-version=${searchParams.get('api-version') ?? ''}&from=${from + this.pageSize}`;
    return { status: 200, body: { value, ...(rest ? { nextLink: `${origin}${pathname}?${query}` } : {}) } };
  }
}

function describe({ id, endpoint, status, description }: Connected): Json {
  // Managed networks are Microsoft's own: their endpoints stand in no subscription of ours.
  const privateEndpoint = {
    id: `/subscriptions/00000000-0000-4000-8000-00000000ffff/resourceGroups/vnet-0-rg/providers/Microsoft.Network/privateEndpoints/${endpoint}`,
  };
  return { id, properties: { privateEndpoint, privateLinkServiceConnectionState: { status, description } } };
}
