import { Document } from 'yaml';
import { personalCategory } from './personal-names';

/** A column as somebody found it. */
export interface FoundColumn {
  readonly name: string;
  /** Spark SQL type that a contract can declare. */
  readonly type: string;
  /** Whether every row has a value. */
  readonly required: boolean;
}

export interface Draft {
  /** Name of the bronze table, without its layer. */
  readonly table: string;
  /** Name of the delivering system. */
  readonly system: string;
  readonly format: 'csv' | 'parquet';
  /** Folder below landing. */
  readonly path: string;
  readonly owner: string;
  readonly columns: readonly FoundColumn[];
  /** At least one: without a key no later layer can tell rows apart. */
  readonly keys: readonly string[];
}

const LOGICAL_TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'boolean',
  int: 'integer',
  bigint: 'integer',
  double: 'number',
  date: 'date',
  timestamp: 'timestamp',
};

/** An ODCS contract of a bronze table as YAML, to be read and completed by a person. Same input, same bytes. */
export function draftContract({ table, system, format, path, owner, columns, keys }: Draft): string {
  const property = (name: string, value: unknown) => ({ property: name, value });
  const document = new Document({
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: `urn:medallion:${system}:bronze.${table}`,
    name: `bronze.${table}`,
    version: '1.0.0',
    status: 'draft',
    domain: system,
    description: { purpose: `What ${system} delivers as ${table}.` },
    team: { name: owner },
    schema: [
      {
        name: table,
        physicalName: `bronze.${table}`,
        physicalType: 'table',
        dataGranularityDescription: `one row per ${keys.join(', ')}`,
        customProperties: [
          property('layer', 'bronze'),
          property('source', { system, format, path }),
          property('history', 'append'),
          property('drift', 'evolve'),
        ],
        properties: columns.map((column) => propertyOf(column, keys)),
      },
    ],
  });
  document.commentBefore = ' yaml-language-server: $schema=../../schema/odcs-3.1.0.schema.json';
  return document.toString({ lineWidth: 120 });
}

function propertyOf({ name, type, required }: FoundColumn, keys: readonly string[]): object {
  const category = personalCategory(name);
  const place = keys.indexOf(name);
  return {
    name,
    logicalType: type.startsWith('decimal') ? 'number' : (LOGICAL_TYPES[type] ?? 'string'),
    physicalType: type,
    description: `Column ${name}, as found.`,
    ...(required || place >= 0 ? { required: true } : {}),
    ...(place < 0 ? {} : { primaryKey: true, primaryKeyPosition: place + 1 }),
    ...(category === undefined
      ? {}
      : { classification: 'personal', customProperties: [{ property: 'pii', value: category }] }),
  };
}
