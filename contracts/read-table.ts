import type {
  DriftMode,
  History,
  Incremental,
  Layer,
  Layout,
  LegalHold,
  PrivacyReason,
  TableContract,
  TableName,
  Tiering,
} from './contract';
import { readCustom } from './custom-properties';
import type { ContractDocument, ValuePath } from './document';
import { readIncremental } from './incremental';
import type { OdcsContract, OdcsProperty, OdcsTable } from './odcs';
import { readColumn, readForeignKeys } from './read-column';
import { readRules } from './rules';
import { readServiceLevels, type ServiceLevels } from './service-levels';
import type { Source } from './source';
import { TABLE_VOCABULARY } from './vocabulary';

/** Bronze and silver keep three years where the contract is silent: the longest common limitation period for sales data. */
const DEFAULT_RETENTION_DAYS = 1095;
/** The freshness target of the lake: under one hour. */
const DEFAULT_LATENCY_HOURS = 1;
/** Files of 128 MB: one row group of a size that both Spark and serverless SQL read in one go. */
const DEFAULT_FILE_SIZE_MB = 128;

/** A delivery that comes twice is one delivery. */
const DEFAULT_DEDUPLICATE = true;

const HISTORY_OF_LAYER: Readonly<Record<Layer, History>> = { bronze: 'append', silver: 'scd1', gold: 'refresh' };

/**
 * Reads one ODCS document whose shape is already known to be right.
 *
 * Everything that is wrong with its meaning is reported into the document.
 * @returns undefined when the table cannot even be named
 */
export function readTable(document: ContractDocument): TableContract | undefined {
  const contract = document.content as OdcsContract;
  const tables = contract.schema ?? [];
  const [table] = tables;
  if (table === undefined || tables.length > 1) {
    const remedy = 'Declare exactly one table per file';
    document.report('several-tables', ['schema'], `the contract declares ${tables.length} tables`, remedy);
    return undefined;
  }
  const path = ['schema', 0];
  if (!checkName(table, document, path)) return undefined;
  const custom = readCustom(table.customProperties ?? [], TABLE_VOCABULARY, document, [...path, 'customProperties']);
  const layer = custom.get('layer') as Layer | undefined;
  if (layer === undefined) {
    document.report(
      'layer-missing',
      [...path, 'customProperties'],
      `table '${table.name}' has no layer`,
      'Add the custom property layer: bronze, silver or gold',
    );
    return undefined;
  }
  // What has no name was reported as it was found; the places of the others stay theirs.
  const properties = (table.properties ?? []).map((property) => (property?.name === undefined ? undefined : property));
  const columns = properties.flatMap((property, position) =>
    property === undefined ? [] : [readColumn(property, layer, document, [...path, 'properties', position])],
  );
  checkPhysicalName(table, layer, document, path);
  const levels = readServiceLevels(contract, document);
  const layout = (custom.get('layout') ?? {}) as Partial<Layout>;
  const declared = custom.get('source') as object | undefined;
  const source = declared === undefined ? undefined : ({ kind: 'files', ...declared } as Source);
  const sql = custom.get('sql') as string | undefined;
  const incremental = custom.get('incremental') as Partial<Incremental> | undefined;
  const changeFeed = custom.get('changeFeed') as boolean | undefined;
  const runsAlone = custom.get('run') === 'alone';
  const deleteWhen = custom.get('deleteWhen') as string | undefined;
  const privacyReasons = custom.get('privacyReasons') as readonly PrivacyReason[] | undefined;
  const legalHolds = custom.get('legalHold') as readonly LegalHold[] | undefined;
  return {
    file: document.file,
    name: `${layer}.${table.name}`,
    layer,
    table: table.name,
    version: contract.version ?? '',
    description: contract.description?.purpose ?? table.description ?? '',
    grain: table.dataGranularityDescription ?? '',
    owner: ownerOf(contract),
    columns,
    keys: readKeys(properties.filter((property) => property !== undefined)),
    orderBy: (custom.get('orderBy') ?? []) as string[],
    history: (custom.get('history') ?? HISTORY_OF_LAYER[layer]) as History,
    deduplicate: (custom.get('deduplicate') ?? DEFAULT_DEDUPLICATE) as boolean,
    ...(deleteWhen === undefined ? {} : { deleteWhen }),
    ...(source === undefined ? {} : { source }),
    inputs: (custom.get('inputs') ?? []) as TableName[],
    ...(sql === undefined ? {} : { sql }),
    ...(incremental === undefined ? {} : { incremental: readIncremental(incremental) }),
    ...(changeFeed === undefined ? {} : { changeFeed }),
    ...(runsAlone ? { runsAlone } : {}),
    rules: readRules(`${layer}.${table.name}`, table, document, path),
    foreignKeys: properties.flatMap((property, position) =>
      property === undefined
        ? []
        : readForeignKeys(property, document, [...path, 'properties', position, 'relationships']),
    ),
    drift: (custom.get('drift') ?? 'evolve') as DriftMode,
    ...(privacyReasons === undefined ? {} : { privacyReasons }),
    layout: {
      partitionBy: readPartitions(properties, layout.partitionBy, document, path),
      zOrderBy: layout.zOrderBy ?? [],
      targetFileSizeMb: layout.targetFileSizeMb ?? DEFAULT_FILE_SIZE_MB,
    },
    tiering: (custom.get('tiering') ?? {}) as Tiering,
    ...readRetention(levels, layer),
    ...(legalHolds === undefined ? {} : { legalHolds }),
    latencyHours: levels.latencyHours ?? DEFAULT_LATENCY_HOURS,
  };
}

function readRetention(
  { retentionDays, retentionBy }: ServiceLevels,
  layer: Layer,
): Pick<TableContract, 'retentionDays' | 'retentionBy' | 'retentionFollows'> {
  const follows = retentionDays === undefined && layer !== 'bronze';
  return {
    retentionDays: retentionDays ?? DEFAULT_RETENTION_DAYS,
    ...(follows ? { retentionFollows: true } : {}),
    ...(retentionBy === undefined ? {} : { retentionBy }),
  };
}

function readKeys(properties: readonly OdcsProperty[]): string[] {
  return properties
    .filter(({ primaryKey }) => primaryKey === true)
    .sort((one, other) => (one.primaryKeyPosition ?? 0) - (other.primaryKeyPosition ?? 0))
    .map(({ name }) => name);
}

const TABLE_NAME = /^[a-z][a-z0-9_]{0,99}$/;

/** A name becomes a folder, a file, an activity and a view: nothing else than these letters is safe in all of them. */
function checkName({ name }: OdcsTable, document: ContractDocument, path: ValuePath): boolean {
  if (typeof name !== 'string') return false;
  if (TABLE_NAME.test(name)) return true;
  const message = `the table is called ${JSON.stringify(name.slice(0, 100))}`;
  document.report(
    'name-invalid',
    [...path, 'name'],
    message,
    'Use a-z, 0-9 and _, starting with a letter, at most 100 characters',
  );
  return false;
}

function checkPhysicalName(
  { name, physicalName }: OdcsTable,
  layer: Layer,
  document: ContractDocument,
  path: ValuePath,
): void {
  if (physicalName === undefined || physicalName === `${layer}.${name}`) return;
  const message = `the physicalName of ${layer}.${name} is '${physicalName}'`;
  document.report(
    'physical-name-invalid',
    [...path, 'physicalName'],
    message,
    `Remove it, or write ${layer}.${name}: the layer says where a table stands`,
  );
}

function ownerOf({ team }: OdcsContract): string {
  return team !== undefined && 'name' in team ? (team.name ?? '') : '';
}

/** Columns that are `partitioned`, by their positions, or the custom property `layout`. */
function readPartitions(
  properties: readonly (OdcsProperty | undefined)[],
  declared: readonly string[] | undefined,
  document: ContractDocument,
  path: ValuePath,
): readonly string[] {
  const marked = properties
    .flatMap((property) => (property?.partitioned === true ? [property] : []))
    .sort((one, other) => (one.partitionKeyPosition ?? 0) - (other.partitionKeyPosition ?? 0))
    .map(({ name }) => name);
  if (declared === undefined || marked.length === 0) return declared ?? marked;
  if (declared.join() !== marked.join()) {
    const message = `layout partitions by ${declared.join(', ')}, the columns say ${marked.join(', ')}`;
    document.report('partitions-differ', [...path, 'customProperties'], message, 'Keep one of the two');
  }
  return declared;
}
