/** The custom property `source` as a JSON Schema: one shape a kind, told apart by `kind`. */
import { CSV_SCHEMA } from './csv-dialect';
import { FILE_FORMATS, SOURCE_KINDS, type SourceKind } from './source';

const name = { type: 'string', pattern: '^[a-z][a-z0-9_-]*$' };
const column = { type: 'string', pattern: '^[a-z][a-z0-9_]*$' };
const field = { type: 'string', pattern: '^[A-Za-z_@$][^.\\s]*([.][^.\\s]+)*$' };
const parameter = { type: 'string', pattern: '^[^\\s&=#]+$' };

const SYSTEM = { kind: { enum: SOURCE_KINDS }, system: { type: 'string', pattern: '^[a-z][a-z0-9_]*$' } };
const LANDED = {
  path: { type: 'string', pattern: '^[a-z0-9][a-z0-9_/-]*$' },
  archiveAfterDays: { type: 'integer', minimum: 1, maximum: 99999 },
  records: field,
};
const patterns = { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string', minLength: 1 } };
/** Which of the files below `path` are data. */
const SELECTION = {
  include: patterns,
  exclude: patterns,
  marker: { type: 'string', pattern: '^[^/\\s]+$' },
  folderColumns: { type: 'array', minItems: 1, uniqueItems: true, items: column },
};

const SHAPES: Readonly<Record<SourceKind, { required: string[]; properties: Record<string, object> }>> = {
  files: {
    required: ['format', 'path'],
    properties: { format: { enum: FILE_FORMATS }, csv: CSV_SCHEMA, ...LANDED, ...SELECTION },
  },
  database: {
    required: ['connection', 'table', 'increment'],
    properties: {
      connection: name,
      table: { type: 'string', pattern: '^[^.\\s"\'`;]+([.][^.\\s"\'`;]+)?$' },
      increment: {
        type: 'object',
        additionalProperties: false,
        required: ['by', 'column'],
        properties: {
          by: { enum: ['watermark', 'key'] },
          column,
          lagSeconds: { type: 'integer', minimum: 0, maximum: 86_400 },
        },
      },
      // Each is a connection to somebody's operational database.
      partitions: { type: 'integer', minimum: 1, maximum: 32 },
    },
  },
  api: {
    required: ['connection', 'request', 'format', 'path'],
    properties: {
      connection: name,
      request: { type: 'string', pattern: '^/[^?#\\s]*$' },
      format: { enum: ['json', 'jsonl'] },
      parameters: { type: 'object', propertyNames: parameter, additionalProperties: { type: 'string' } },
      paging: { type: 'object', required: ['by'], allOf: pagingShapes() },
      watermark: {
        type: 'object',
        additionalProperties: false,
        required: ['parameter', 'field'],
        properties: { parameter, field: column },
      },
      requestsPerSecond: { type: 'number', exclusiveMinimum: 0, maximum: 100 },
      ...LANDED,
    },
  },
  changes: {
    required: ['connection', 'table', 'operation'],
    properties: { connection: name, table: { type: 'string', pattern: '^[^/\\s][^\\s]*$' }, operation: column },
  },
  kafka: {
    required: ['connection', 'topic', 'format'],
    properties: {
      connection: name,
      topic: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,249}$' },
      format: { enum: ['jsonl'] },
    },
  },
};

export const SOURCE_SCHEMA: object = {
  type: 'object',
  properties: { kind: { enum: SOURCE_KINDS } },
  allOf: SOURCE_KINDS.map((kind) => ({
    // A source without a kind is files: what most tables have needs no word.
    if: { properties: { kind: { const: kind } }, ...(kind === 'files' ? {} : { required: ['kind'] }) },
    then: {
      required: ['system', ...SHAPES[kind].required],
      properties: { ...SYSTEM, ...SHAPES[kind].properties },
      additionalProperties: false,
    },
  })),
};

function pagingShapes(): object[] {
  const shapes = {
    link: { required: [], properties: { field } },
    cursor: { required: ['field', 'parameter'], properties: { field, parameter } },
    page: { required: ['parameter'], properties: { parameter, first: { type: 'integer', minimum: 0 } } },
    offset: { required: ['parameter'], properties: { parameter } },
  };
  const by = { enum: Object.keys(shapes) };
  return [
    { properties: { by } },
    ...Object.entries(shapes).map(([style, { required, properties }]) => ({
      if: { properties: { by: { const: style } } },
      then: { required, properties: { by, ...properties }, additionalProperties: false },
    })),
  ];
}
