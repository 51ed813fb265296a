/**
 * Every operation of Azure that deliveries use, by hand from the published specifications (azure-rest-api-specs; the files are
 * named beside each group): method, path, api-version and required queries. Bodies are checked by the services. The emulator
 * of storage checks its own operations.
 */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Exchange } from './loopback';
import { conform } from './specification';

interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly host: 'management' | 'workspace';
  /** `{guid}`, `{name}` and `{number}` stand for one segment. */
  readonly path: string;
  /** Null where the version is a part of the path. */
  readonly version: string | null;
  /** Beside `api-version`; a name with `?` may be missing. */
  readonly query?: readonly string[];
}

const GROUP = '/subscriptions/{guid}/resourceGroups/{name}/providers';
const FACTORY = `${GROUP}/Microsoft.DataFactory/factories/{name}`;
const POOL = `${GROUP}/Microsoft.Synapse/workspaces/{name}/bigDataPools/{name}`;
const LIVY = '/livyApi/versions/2019-11-01-preview/sparkPools/{name}/batches';
/** Added by what answers a list, to its own next page. */
const PAGE = ['from?', 'page?'];

const manage =
  (version: string | null) =>
  (id: string, method: Operation['method'], path: string, ...query: string[]) =>
    ({ id, method, host: 'management', path, version, query }) as const;
const workspace =
  (version: string | null) =>
  (id: string, method: Operation['method'], path: string, ...query: string[]) =>
    ({ id, method, host: 'workspace', path, version, query }) as const;

// datafactory/resource-manager/Microsoft.DataFactory/stable/2018-06-01: triggers, pipelines, pipelineruns, managedVirtualNetwork.
const factory = manage('2018-06-01');
// synapse/resource-manager/Microsoft.Synapse/preview/2021-06-01-preview: bigDataPool.json.
const pools = manage('2021-06-01-preview');
// synapse/data-plane/Microsoft.Synapse/stable/2020-12-01: sparkJobDefinition, sqlScript, library, managedPrivateEndpoints.
const artifacts = workspace('2020-12-01');
// synapse/data-plane/Microsoft.Synapse/preview/2019-11-01-preview: sparkJob.json.
const livy = workspace(null);
const cost = manage('2024-08-01');
const COSTS = '/subscriptions/{guid}/providers/Microsoft.CostManagement';

const connections = (provider: string, name: string, version: string): readonly Operation[] => {
  const path = `${GROUP}/${provider}/{name}/privateEndpointConnections`;
  const call = manage(version);
  return [
    call(`${name}_PrivateEndpointConnections_List`, 'GET', path, ...PAGE),
    call(`${name}_PrivateEndpointConnections_Put`, 'PUT', `${path}/{name}`),
  ];
};

const artifact = (collection: string, name: string): readonly Operation[] => [
  artifacts(`${name}_Get`, 'GET', `/${collection}/{name}`),
  artifacts(`${name}_CreateOrUpdate`, 'PUT', `/${collection}/{name}`),
  artifacts(`${name}_Delete`, 'DELETE', `/${collection}/{name}`),
];

const OPERATIONS: readonly Operation[] = [
  factory('Triggers_Get', 'GET', `${FACTORY}/triggers/{name}`),
  factory('Triggers_Start', 'POST', `${FACTORY}/triggers/{name}/start`),
  factory('Triggers_Stop', 'POST', `${FACTORY}/triggers/{name}/stop`),
  factory('Pipelines_CreateRun', 'POST', `${FACTORY}/pipelines/{name}/createRun`),
  factory('PipelineRuns_Get', 'GET', `${FACTORY}/pipelineruns/{guid}`),
  factory('PipelineRuns_QueryByFactory', 'POST', `${FACTORY}/queryPipelineRuns`),
  factory('ActivityRuns_QueryByPipelineRun', 'POST', `${FACTORY}/pipelineruns/{guid}/queryActivityruns`),
  factory(
    'ManagedPrivateEndpoints_ListByFactory',
    'GET',
    `${FACTORY}/managedVirtualNetworks/default/managedPrivateEndpoints`,
    ...PAGE,
  ),
  // The SDK repeats the query of the call that began the operation.
  pools('BigDataPools_Get', 'GET', POOL, 'force?'),
  pools('BigDataPools_CreateOrUpdate', 'PUT', POOL, 'force?'),
  pools(
    'BigDataPools_Operation',
    'GET',
    '/subscriptions/{name}/providers/Microsoft.Synapse/locations/{name}/operationStatuses/{number}',
    // As above.
    'force?',
  ),
  manage('2019-05-05-preview')(
    'Alerts_GetAll',
    'GET',
    '/subscriptions/{guid}/providers/Microsoft.AlertsManagement/alerts',
    ...['targetResourceGroup', 'monitorCondition', 'customTimeRange', ...PAGE],
  ),
  manage('2023-10-01')(
    'Metrics_List',
    'GET',
    `${GROUP}/Microsoft.Storage/storageAccounts/{name}/providers/Microsoft.Insights/metrics`,
    ...['metricnames', 'aggregation', 'interval', 'timespan', '$filter?'],
  ),
  // cost-management/resource-manager/Microsoft.CostManagement/stable/2024-08-01: costmanagement.generatecostdetailsreport.
  cost('GenerateCostDetailsReport_CreateOperation', 'POST', `${COSTS}/generateCostDetailsReport`),
  cost('GenerateCostDetailsReport_GetOperationResults', 'GET', `${COSTS}/costDetailsOperationResults/{guid}`),
  ...connections('Microsoft.Storage/storageAccounts', 'Storage', '2023-05-01'),
  ...connections('Microsoft.KeyVault/vaults', 'Vault', '2023-07-01'),
  ...connections('Microsoft.Synapse/workspaces', 'Workspace', '2021-06-01'),
  ...artifact('sparkJobDefinitions', 'SparkJobDefinition'),
  ...artifact('sqlScripts', 'SqlScript'),
  artifacts('OperationResult', 'GET', '/operationResults/{name}'),
  artifacts('Library_Get', 'GET', '/libraries/{name}'),
  artifacts('Library_Create', 'PUT', '/libraries/{name}'),
  artifacts('Library_Append', 'PUT', '/libraries/{name}', 'comp'),
  artifacts('Library_Flush', 'POST', '/libraries/{name}/flush'),
  artifacts('Library_Delete', 'DELETE', '/libraries/{name}'),
  artifacts('Library_GetOperationResult', 'GET', '/libraryOperationResults/{number}'),
  artifacts('ManagedPrivateEndpoints_List', 'GET', '/managedVirtualNetworks/default/managedPrivateEndpoints', ...PAGE),
  livy('SparkBatch_CreateSparkBatchJob', 'POST', LIVY, 'detailed?'),
  livy('SparkBatch_GetSparkBatchJobs', 'GET', LIVY, 'from?', 'size?', 'detailed?'),
  livy('SparkBatch_GetSparkBatchJob', 'GET', `${LIVY}/{number}`, 'detailed?'),
];

const SEGMENTS: Readonly<Record<string, string>> = { guid: '[0-9a-f-]{36}', name: '[^/]+', number: '\\d+' };
const SHAPES = OPERATIONS.map((operation) => ({
  operation,
  // Resource Manager compares paths without regard to case.
  path: new RegExp(`^${operation.path.replace(/\{(\w+)\}/g, (_, kind: string) => SEGMENTS[kind] ?? '')}$`, 'i'),
}));

/** @throws Error for a request that is no operation of the table, or breaks it; the loopback answers 400 then */
export function requireOperation(exchange: Exchange): void {
  const { method, host, url } = exchange;
  if (/\.(blob|dfs)\.core\./.test(host)) return;
  const where = host.startsWith('management.') ? 'management' : 'workspace';
  const given = [...url.searchParams.keys()].filter((name) => name !== 'api-version');
  const found = SHAPES.filter(
    ({ operation, path }) => operation.host === where && operation.method === method && path.test(url.pathname),
  );
  const fitting = found.find(({ operation }) => breachesOf(operation, given).length === 0);
  const { operation } = fitting ?? found[0] ?? {};
  if (operation === undefined) throw new Error(`${method} ${url.pathname} is no operation of the specification`);
  const version = url.searchParams.get('api-version');
  conform(operation.id, [
    ...breachesOf(operation, given),
    version !== operation.version && `api-version is ${String(version)}, not ${String(operation.version)}`,
  ]);
  cover(operation.id);
}

function breachesOf({ query = [] }: Operation, given: readonly string[]): string[] {
  const required = query.filter((name) => !name.endsWith('?'));
  const allowed = query.map((name) => name.replace('?', ''));
  return [
    ...required.filter((name) => !given.includes(name)).map((name) => `query ${name} is missing`),
    ...given.filter((name) => !allowed.includes(name)).map((name) => `query ${name} is unknown`),
  ];
}

/** Read by `api-coverage-reporter.mjs` when all tests have ended. */
const coverage = process.env['API_COVERAGE'];
const covered = new Set<string>();

if (coverage !== undefined) {
  mkdirSync(dirname(coverage), { recursive: true });
  writeFileSync(`${coverage}.all`, OPERATIONS.map(({ id }) => `${id}\n`).join(''));
}

function cover(id: string): void {
  if (covered.has(id) || coverage === undefined) return;
  covered.add(id);
  appendFileSync(coverage, `${id}\n`);
}
