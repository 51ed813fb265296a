import type { Answer, Service } from './loopback';
import { apiVersion, conform, fields, type Json, jsonBody, object } from './specification';

/** What version 8.0.0 of the SDK speaks for pools. */
const VERSION = '2021-06-01-preview';
const HOST = 'https://management.azure.com';
const POOL = /\/workspaces\/synw-lake-test\/bigDataPools\/(\w+)$/;

interface Operation {
  readonly pool: string;
  readonly properties: Json;
  looks: number;
  readonly fails: boolean;
}

/**
 * Spark pools in ARM, by `specification/synapse/resource-manager/Microsoft.Synapse/preview/2021-06-01-preview/bigDataPool.json`: a PUT
 * replaces all settings and takes its time, and a pool takes one at a time.
 */
export class PoolService {
  readonly pools = new Map<string, Json>(['synspbatch', 'synspadhoc'].map((name) => [name, SETTINGS]));
  looks = 2;
  /** Pools whose next operation fails. */
  readonly failing = new Set<string>();
  /** Operations that were under way at the same time, at most. */
  mostAtOnce = 0;
  private readonly operations = new Map<string, Operation>();

  get properties(): Json {
    return this.pools.get('synspbatch') ?? {};
  }

  readonly service: Service = (exchange) => {
    const { pathname } = exchange.url;
    conform(pathname, [apiVersion(exchange, VERSION)]);
    const [, id] = /\/operationStatuses\/(\d+)$/.exec(pathname) ?? [];
    if (id !== undefined) return this.look(id);
    const name = POOL.exec(pathname)?.[1] ?? '';
    const stands = this.pools.get(name);
    if (stands === undefined) return { status: 404, body: { error: { code: 'ResourceNotFound', message: pathname } } };
    if (exchange.method !== 'PUT') return show(name, stands);
    const body = jsonBody(exchange);
    const given = object(body['properties']);
    const libraries = given['customLibraries'] ?? [];
    conform('BigDataPoolResourceInfo', [
      ...fields(body, { location: 'string', properties: 'object' }),
      ...fields(object(given['autoScale']), { minNodeCount: 'integer', maxNodeCount: 'integer' }),
      ...fields(object(given['autoPause']), { delayInMinutes: 'integer' }),
      !Array.isArray(libraries) && 'customLibraries is no array',
      ...(libraries as readonly Json[]).flatMap((library) =>
        fields(library, { name: 'string', path: 'string', containerName: 'string', type: 'string' }),
      ),
    ]);
    const [busy] = [...this.operations].filter(([, { pool, looks }]) => pool === name && looks >= 0);
    if (busy !== undefined) {
      // Time passes for an operation that nobody looks at, too.
      this.look(busy[0]);
      return { status: 409, body: { error: { code: 'PoolUpdateInProgress', message: name } } };
    }
    const number = String(this.operations.size + 1);
    this.operations.set(number, {
      ...{ pool: name, properties: given, looks: this.looks },
      fails: this.failing.delete(name),
    });
    const running = [...this.operations.values()].filter(({ looks }) => looks >= 0).length;
    this.mostAtOnce = Math.max(this.mostAtOnce, running);
    const location = `${HOST}/subscriptions/s/providers/Microsoft.Synapse/locations/eastus/operationStatuses/${number}?api-version=${VERSION}`;
    return {
      ...show(name, given),
      status: 202,
      headers: { 'azure-asyncoperation': location, location, 'retry-after': '15' },
    };
  };

  private look(id: string): Answer {
    const operation = this.operations.get(id);
    if (operation === undefined) return { status: 404, body: { error: { code: 'OperationNotFound', message: id } } };
    if (operation.looks-- > 0) return { status: 200, headers: { 'retry-after': '15' }, body: { status: 'InProgress' } };
    const { pool, properties, fails } = operation;
    if (fails)
      return { status: 200, body: { status: 'Failed', error: { code: 'LibraryFailed', message: 'pip said no' } } };
    this.pools.set(pool, properties);
    return { status: 200, body: { status: 'Succeeded' } };
  }
}

const SETTINGS: Json = {
  ...{ sparkVersion: '3.5', nodeSize: 'Medium', nodeSizeFamily: 'MemoryOptimized', provisioningState: 'Succeeded' },
  autoScale: { enabled: true, minNodeCount: 3, maxNodeCount: 6 },
  autoPause: { enabled: true, delayInMinutes: 15 },
  libraryRequirements: { filename: 'requirements.txt', content: 'polars==1.0.0' },
};

function show(name: string, properties: Json): Answer {
  const type = 'Microsoft.Synapse/workspaces/bigDataPools';
  return { status: 200, body: { id: '/pool', name, type, location: 'eastus', properties } };
}
