import type { Answer, Service } from './loopback';
import { apiVersion, conform, fields, type Json, jsonBody, object } from './specification';

/** What version 8.0.0 of the SDK speaks for pools. */
const VERSION = '2021-06-01-preview';
const HOST = 'https://management.azure.com';

/**
 * Spark pools in ARM, by `specification/synapse/resource-manager/Microsoft.Synapse/preview/2021-06-01-preview/bigDataPool.json`: a PUT
 * replaces all settings and takes its time.
 */
export class PoolService {
  properties: Json = {
    ...{ sparkVersion: '3.5', nodeSize: 'Medium', nodeSizeFamily: 'MemoryOptimized', provisioningState: 'Succeeded' },
    autoScale: { enabled: true, minNodeCount: 3, maxNodeCount: 6 },
    autoPause: { enabled: true, delayInMinutes: 15 },
    libraryRequirements: { filename: 'requirements.txt', content: 'polars==1.0.0' },
  };
  looks = 2;

  readonly service: Service = (exchange) => {
    const { pathname } = exchange.url;
    conform(pathname, [apiVersion(exchange, VERSION)]);
    if (pathname.includes('/operationStatuses/')) {
      const status = this.looks-- > 0 ? 'InProgress' : 'Succeeded';
      return { status: 200, headers: { 'retry-after': '15' }, body: { status } };
    }
    if (!pathname.endsWith('/workspaces/synw-lake-test/bigDataPools/synspbatch')) {
      return { status: 404, body: { error: { code: 'ResourceNotFound', message: pathname } } };
    }
    if (exchange.method !== 'PUT') return this.show();
    const body = jsonBody(exchange);
    const given = object(body['properties']);
    conform('BigDataPoolResourceInfo', [
      ...fields(body, { location: 'string', properties: 'object' }),
      ...fields(object(given['autoScale']), { minNodeCount: 'integer', maxNodeCount: 'integer' }),
      ...fields(object(given['autoPause']), { delayInMinutes: 'integer' }),
    ]);
    this.properties = given;
    const location = `${HOST}/subscriptions/s/providers/Microsoft.Synapse/locations/eastus/operationStatuses/1?api-version=${VERSION}`;
    return {
      ...this.show(),
      status: 202,
      headers: { 'azure-asyncoperation': location, location, 'retry-after': '15' },
    };
  };

  private show(): Answer {
    const type = 'Microsoft.Synapse/workspaces/bigDataPools';
    return {
      status: 200,
      body: { id: '/pool', name: 'synspbatch', type, location: 'eastus', properties: this.properties },
    };
  }
}
