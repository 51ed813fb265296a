/** Reads ODCS of anybody's making, as far as it can be understood, without a schema: what is odd is not refused. */
import { parseDocument } from 'yaml';
import { UserError } from '../../shared/errors';
import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../../shared/json';

export interface ForeignTable {
  /** Where it stands in the file. */
  readonly path: string;
  readonly table: JsonObject;
  readonly columns: readonly Json[];
}

export interface ForeignContract {
  readonly content: JsonObject;
  readonly tables: readonly ForeignTable[];
}

/** @throws UserError where the file is no YAML or JSON, or has no table */
export function readForeign(text: string, file: string): ForeignContract {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) {
    throw new UserError(
      'contract-unreadable',
      `${file} is no YAML: ${error.message.split('\n')[0] ?? ''}`,
      'Fix the YAML, and adopt the file again.',
    );
  }
  const content = document.toJS({ maxAliasCount: 100 }) as Json;
  const found = isJsonObject(content) ? tablesOf(content) : [];
  if (!isJsonObject(content) || found.length === 0) {
    throw new UserError(
      'contract-without-tables',
      `${file} declares no table: an ODCS contract has them under 'schema', of version 2 under 'dataset'`,
      'Name the ODCS file, not one that refers to it.',
    );
  }
  return { content, tables: found };
}

function tablesOf(content: JsonObject): ForeignTable[] {
  const of = (key: string, columns: string) =>
    listOf(content[key]).flatMap((table, place) =>
      isJsonObject(table) ? [{ path: `${key}[${place}]`, table, columns: listOf(table[columns]) }] : [],
    );
  const tables = of('schema', 'properties');
  // Version 2 has datasets of columns, with other words for the same.
  return tables.length > 0 ? tables : of('dataset', 'columns').map(ofVersion2);
}

function ofVersion2({ path, table, columns }: ForeignTable): ForeignTable {
  const renamed = columns.map((column) =>
    isJsonObject(column)
      ? {
          ...column,
          name: column.column ?? column.name ?? '',
          ...(column.isPrimaryKey === true ? { primaryKey: true } : {}),
          ...(column.isNullable === false ? { required: true } : {}),
        }
      : column,
  );
  return { path, table: { ...table, name: table.table ?? table.name ?? '' }, columns: renamed };
}

export function listOf(value: Json | undefined): readonly Json[] {
  return isJsonArray(value) ? value : [];
}

export function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** `Order Lines` and `orderLines` are `order_lines`. */
export function snakeCase(name: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();
  const plain = words.replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return /^[a-z]/.test(plain) ? plain : `c_${plain}`.replace(/_$/, '');
}
