/**
 * What a request must look like, by hand from the published specifications: azure-rest-api-specs, `specification/synapse/
 * data-plane/Microsoft.Synapse/stable/2020-12-01` (sparkJobDefinition.json, sqlScript.json), `specification/synapse/
 * data-plane/Microsoft.Synapse/preview/2019-11-01-preview` (sparkJob.json), `specification/datafactory/resource-manager/
 * Microsoft.DataFactory/stable/2018-06-01` (datafactory.json, pipelines.json).
 */
import type { Exchange } from './loopback';

export type Json = Readonly<Record<string, unknown>>;

/** @throws Error with every breach; the loopback answers 400 and the test fails */
export function conform(what: string, breaches: readonly (string | false)[]): void {
  const found = breaches.filter((breach) => breach !== false);
  if (found.length > 0) throw new Error(`${what}: ${found.join('; ')}`);
}

export function apiVersion({ url }: Exchange, expected: string): string | false {
  const given = url.searchParams.get('api-version');
  return given !== expected && `api-version is ${String(given)}, not ${expected}`;
}

export function jsonBody({ headers, body }: Exchange): Json {
  conform('body', [
    !/^application\/json/.test(headers['content-type'] ?? '') && `content type ${String(headers['content-type'])}`,
  ]);
  return object(JSON.parse(body.toString('utf8')));
}

export function object(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

type Kind = 'string' | 'integer' | 'object' | 'string[]' | 'date-time';

/** The fields of `value` that are missing or of another type. */
export function fields(
  value: Json,
  required: Readonly<Record<string, Kind>>,
  optional: Readonly<Record<string, Kind>> = {},
): string[] {
  const wrong = (name: string, kind: Kind): boolean => !isKind(value[name], kind);
  return [
    ...Object.entries(required).flatMap(([name, kind]) => (wrong(name, kind) ? [`${name} is no ${kind}`] : [])),
    ...Object.entries(optional).flatMap(([name, kind]) =>
      value[name] !== undefined && wrong(name, kind) ? [`${name} is no ${kind}`] : [],
    ),
  ];
}

function isKind(value: unknown, kind: Kind): boolean {
  if (kind === 'integer') return Number.isInteger(value);
  if (kind === 'string[]') return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
  if (kind === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (kind === 'date-time') return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(value);
  return typeof value === 'string';
}

/** SparkJobDefinitionResource. */
export function checkSparkJob(body: Json): void {
  const properties = object(body['properties']);
  const job = object(properties['jobProperties']);
  const pool = object(properties['targetBigDataPool']);
  conform('SparkJobDefinitionResource', [
    ...fields(body, { properties: 'object' }),
    ...fields(
      properties,
      { targetBigDataPool: 'object', jobProperties: 'object' },
      { description: 'string', requiredSparkVersion: 'string', language: 'string', folder: 'object' },
    ),
    ...fields(pool, { type: 'string', referenceName: 'string' }),
    pool['type'] !== 'BigDataPoolReference' && `targetBigDataPool.type is ${String(pool['type'])}`,
    ...fields(
      job,
      {
        file: 'string',
        driverMemory: 'string',
        driverCores: 'integer',
        executorMemory: 'string',
        executorCores: 'integer',
        numExecutors: 'integer',
      },
      {
        name: 'string',
        className: 'string',
        conf: 'object',
        args: 'string[]',
        jars: 'string[]',
        files: 'string[]',
        archives: 'string[]',
      },
    ),
  ]);
}

/** SqlScriptResource. */
export function checkSqlScript(body: Json): void {
  const properties = object(body['properties']);
  const content = object(properties['content']);
  conform('SqlScriptResource', [
    ...fields(body, { name: 'string', properties: 'object' }),
    ...fields(properties, { content: 'object' }, { description: 'string', type: 'string', folder: 'object' }),
    !['SqlQuery', undefined].includes(properties['type'] as string | undefined) &&
      `type is ${String(properties['type'])}`,
    ...fields(
      content,
      { query: 'string' },
      { currentConnection: 'object', metadata: 'object', resultLimit: 'integer' },
    ),
    !['SqlOnDemand', 'SqlPool'].includes(String(object(content['currentConnection'])['type'])) &&
      'currentConnection.type is unknown',
  ]);
}

/** SparkBatchJobOptions. */
export function checkBatch(body: Json): void {
  conform('SparkBatchJobOptions', [
    ...fields(
      body,
      { name: 'string', file: 'string' },
      {
        ...{
          className: 'string',
          args: 'string[]',
          jars: 'string[]',
          pyFiles: 'string[]',
          files: 'string[]',
          archives: 'string[]',
        },
        ...{ conf: 'object', tags: 'object', driverMemory: 'string', driverCores: 'integer' },
        ...{ executorMemory: 'string', executorCores: 'integer', numExecutors: 'integer' },
      },
    ),
  ]);
}

/** RunFilterParameters. */
export function checkRunFilter(body: Json): void {
  conform(
    'RunFilterParameters',
    fields(body, { lastUpdatedAfter: 'date-time', lastUpdatedBefore: 'date-time' }, { continuationToken: 'string' }),
  );
}
