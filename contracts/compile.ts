import { createHash } from 'node:crypto';
import { keepsChangeFeed } from './change-feed';
import type { TableContract, TableName } from './contract';
import { tableGraph, upstreamOf } from './graph';
import { compileIncremental } from './incremental';
import { MANIFEST_SCHEMA_VERSION, type AcceptedEvolution, type Manifest, type ManifestTable } from './manifest';
import type { Source } from './source';
import { compileStandard } from './standard';

/**
 * Compiles validated contracts to the manifest the Spark jobs read. Same input, same bytes.
 *
 * @param readSql gives the text of a SQL file named by a gold contract; it becomes part of the table's fingerprint
 * @param acceptedEvolutions changes of tables with rows that somebody has accepted
 */
export function compileManifest(
  contracts: readonly TableContract[],
  readSql: (path: string) => string,
  acceptedEvolutions: readonly AcceptedEvolution[] = [],
): Manifest {
  const byName = new Map(contracts.map((contract) => [contract.name, contract]));
  const tables = tableGraph(contracts).order.flatMap((name) => {
    const contract = byName.get(name);
    return contract === undefined ? [] : [compileTable(contract, byName, readSql)];
  });
  return {
    schemaVersion: MANIFEST_SCHEMA_VERSION,
    tables,
    ...(acceptedEvolutions.length === 0 ? {} : { acceptedEvolutions }),
  };
}

/** The bytes of `manifest.json`. */
export function serializeManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function compileTable(
  contract: TableContract,
  lake: ReadonlyMap<TableName, TableContract>,
  readSql: (path: string) => string,
): ManifestTable {
  const { layer, table, source, sql } = contract;
  const compiled: Omit<ManifestTable, 'fingerprint' | 'subjects' | 'changeFeed'> = {
    name: contract.name,
    layer,
    table,
    version: contract.version,
    description: contract.description,
    grain: contract.grain,
    location: { container: layer, path: table },
    columns: contract.columns.map((column) => ({
      name: column.name,
      type: column.type,
      required: column.required,
      description: column.description,
      expression: layer === 'bronze' ? null : (column.expression ?? (layer === 'silver' ? column.name : null)),
      standard: compileStandard(column),
      pii: column.pii ?? null,
      format: column.format ?? null,
      source: column.source ?? null,
      measure: column.measure ?? null,
      ...(column.renamedFrom === undefined ? {} : { renamedFrom: column.renamedFrom }),
      ...(column.rounding === undefined ? {} : { rounding: column.rounding }),
      ...(column.onOverflow === undefined ? {} : { onOverflow: column.onOverflow }),
    })),
    keys: contract.keys,
    orderBy: contract.orderBy,
    history: contract.history,
    source: source === undefined ? null : compileSource(source),
    deduplicate: contract.deduplicate,
    deleteWhen: contract.deleteWhen ?? null,
    inputs: upstreamOf(contract),
    sql: sql ?? null,
    incremental: compileIncremental(contract, lake),
    rowChecks: contract.rules.flatMap((rule) =>
      rule.kind === 'row'
        ? [
            {
              id: rule.id,
              description: rule.description,
              columns: rule.columns,
              expression: rule.expression,
              severity: rule.severity,
              dimension: rule.dimension,
              tolerance: rule.tolerance ?? null,
            },
          ]
        : [],
    ),
    tableChecks: contract.rules.filter((rule) => rule.kind !== 'row'),
    foreignKeys: contract.foreignKeys.map(({ column, references, orphans, defaultKey }) => ({
      column,
      references,
      orphans,
      defaultKey: defaultKey ?? null,
    })),
    drift: contract.drift,
    layout: contract.layout,
    retentionDays: contract.retentionDays,
    ...(contract.retentionBy === undefined ? {} : { retentionBy: contract.retentionBy }),
    latencyHours: contract.latencyHours,
  };
  // Whose rows they are and who follows them changes nothing about how they come about.
  const subjects = Object.fromEntries(
    contract.columns.flatMap(({ name, subject }) => (subject ? [[subject, name]] : [])),
  );
  return {
    ...compiled,
    subjects,
    ...(contract.legalHolds === undefined ? {} : { retentionHolds: contract.legalHolds }),
    changeFeed: keepsChangeFeed(contract, lake),
    fingerprint: fingerprint(compiled, sql === undefined ? '' : readSql(sql)),
  };
}

/** Archiving a raw file later or earlier changes nothing that a job does. */
function compileSource(source: Source): Source {
  const read = JSON.stringify(source, (key, value: unknown) => (key === 'archiveAfterDays' ? undefined : value));
  return JSON.parse(read) as Source;
}

function fingerprint(compiled: object, sqlText: string): string {
  return createHash('sha256').update(JSON.stringify(compiled)).update('\0').update(sqlText).digest('hex');
}
