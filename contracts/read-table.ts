import type {
  Column,
  DriftMode,
  ForeignKey,
  History,
  Layer,
  Layout,
  OrphanPolicy,
  Pii,
  PrivacyReason,
  TableContract,
  TableName,
  Tiering,
} from './contract';
import type { PiiCategory, Protection } from './contract';
import { checkValue, type ContractDocument, type ValuePath } from './document';
import { suggest } from '../shared/suggest';
import { readIncremental } from './incremental';
import { type Incremental, type Measure } from './contract';
import type { OdcsContract, OdcsCustomProperty, OdcsProperty } from './odcs';
import { readRules } from './rules';
import type { Source } from './source';
import type { StandardStep } from './contract';
import { COLUMN_VOCABULARY, RELATIONSHIP_VOCABULARY, TABLE_VOCABULARY } from './vocabulary';

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
    document.report(
      'several-tables',
      ['schema'],
      `the contract declares ${tables.length} tables`,
      'Declare exactly one table a file',
    );
    return undefined;
  }
  const path = ['schema', 0];
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
  const properties = table.properties ?? [];
  const layout = (custom.get('layout') ?? {}) as Partial<Layout>;
  const declared = custom.get('source') as object | undefined;
  const source = declared === undefined ? undefined : ({ kind: 'files', ...declared } as Source);
  const sql = custom.get('sql') as string | undefined;
  const incremental = custom.get('incremental') as Partial<Incremental> | undefined;
  const changeFeed = custom.get('changeFeed') as boolean | undefined;
  const deleteWhen = custom.get('deleteWhen') as string | undefined;
  const privacyReasons = custom.get('privacyReasons') as readonly PrivacyReason[] | undefined;
  return {
    file: document.file,
    name: `${layer}.${table.name}`,
    layer,
    table: table.name,
    version: contract.version,
    description: contract.description?.purpose ?? table.description ?? '',
    grain: table.dataGranularityDescription ?? '',
    owner: contract.team?.name ?? '',
    columns: properties.map((property, position) => readColumn(property, document, [...path, 'properties', position])),
    keys: readKeys(properties),
    orderBy: (custom.get('orderBy') ?? []) as string[],
    history: (custom.get('history') ?? HISTORY_OF_LAYER[layer]) as History,
    deduplicate: (custom.get('deduplicate') ?? DEFAULT_DEDUPLICATE) as boolean,
    ...(deleteWhen === undefined ? {} : { deleteWhen }),
    ...(source === undefined ? {} : { source }),
    inputs: (custom.get('inputs') ?? []) as TableName[],
    ...(sql === undefined ? {} : { sql }),
    ...(incremental === undefined ? {} : { incremental: readIncremental(incremental) }),
    ...(changeFeed === undefined ? {} : { changeFeed }),
    rules: readRules(`${layer}.${table.name}`, table, document, path),
    foreignKeys: properties.flatMap((property, position) =>
      readForeignKeys(property, document, [...path, 'properties', position, 'relationships']),
    ),
    drift: (custom.get('drift') ?? 'evolve') as DriftMode,
    ...(privacyReasons === undefined ? {} : { privacyReasons }),
    layout: {
      partitionBy: layout.partitionBy ?? [],
      zOrderBy: layout.zOrderBy ?? [],
      targetFileSizeMb: layout.targetFileSizeMb ?? DEFAULT_FILE_SIZE_MB,
    },
    tiering: (custom.get('tiering') ?? {}) as Tiering,
    retentionDays: readDuration(contract, 'retention', 'd', document) ?? DEFAULT_RETENTION_DAYS,
    latencyHours: readDuration(contract, 'latency', 'h', document) ?? DEFAULT_LATENCY_HOURS,
  };
}

function readCustom(
  properties: readonly OdcsCustomProperty[],
  vocabulary: Readonly<Record<string, object>>,
  document: ContractDocument,
  path: ValuePath,
): Map<string, unknown> {
  const values = new Map<string, unknown>();
  properties.forEach(({ property, value }, position) => {
    const at = [...path, position];
    const schema = vocabulary[property];
    if (schema === undefined) {
      document.report(
        'unknown-key',
        at,
        `unknown custom property '${property}'`,
        suggest(property, Object.keys(vocabulary)),
      );
      return;
    }
    if (values.has(property))
      document.report('duplicate-key', at, `custom property '${property}' stands twice`, 'Keep one of them');
    const wrong = checkValue(schema, value);
    if (wrong)
      document.report(
        'value-invalid',
        [...at, 'value'],
        `custom property '${property}': ${wrong.message}`,
        wrong.remedy,
      );
    else values.set(property, value);
  });
  return values;
}

function readColumn(property: OdcsProperty, document: ContractDocument, path: ValuePath): Column {
  const custom = readCustom(property.customProperties ?? [], COLUMN_VOCABULARY, document, [
    ...path,
    'customProperties',
  ]);
  const category = custom.get('pii') as PiiCategory | undefined;
  const protection = custom.get('protection') as Protection | undefined;
  if (protection !== undefined && category === undefined) {
    document.report(
      'protection-without-category',
      path,
      `column '${property.name}' has a protection and no pii category`,
      'Add the custom property pii',
    );
  }
  const type = property.physicalType ?? '';
  if (!SPARK_TYPE.test(type)) {
    document.report(
      'unknown-type',
      [...path, 'physicalType'],
      `column '${property.name}' has the type '${type}'`,
      `Allowed: ${SPARK_TYPES}`,
    );
  }
  const pii: Pii | undefined =
    category === undefined ? undefined : { category, ...(protection === undefined ? {} : { protection }) };
  const format = property.logicalTypeOptions?.format;
  const standardise = custom.get('standardise') as readonly StandardStep[] | undefined;
  const measure = custom.get('measure') as Measure | undefined;
  const subject = custom.get('subject') as string | undefined;
  const notPersonal = custom.get('notPersonal') as string | undefined;
  return {
    name: property.name,
    type,
    required: property.required ?? false,
    description: property.description ?? '',
    ...(property.transformLogic === undefined ? {} : { expression: property.transformLogic }),
    ...(pii === undefined ? {} : { pii }),
    ...(subject === undefined ? {} : { subject }),
    ...(notPersonal === undefined ? {} : { notPersonal }),
    ...(format === undefined ? {} : { format }),
    ...(standardise === undefined ? {} : { standardise }),
    ...(measure === undefined ? {} : { measure }),
  };
}

const SPARK_TYPES = 'string, boolean, int, bigint, double, date, timestamp, binary, decimal(precision,scale)';
const SPARK_TYPE = /^(string|boolean|int|bigint|double|date|timestamp|binary|decimal\((3[0-8]|[12]?\d),\d{1,2}\))$/;

function readKeys(properties: readonly OdcsProperty[]): string[] {
  return properties
    .filter(({ primaryKey }) => primaryKey === true)
    .sort((one, other) => (one.primaryKeyPosition ?? 0) - (other.primaryKeyPosition ?? 0))
    .map(({ name }) => name);
}

/** What refers to nothing is shown, not kept waiting, unless somebody has decided otherwise. */
const DEFAULT_ORPHANS: OrphanPolicy = 'quarantine';

/** `to` is a fully qualified reference of the standard: another contract's file, then the way to the column. */
const REFERENCE =
  /(?:^|\/)(bronze|silver|gold)\/([a-z][a-z0-9_]*)\.odcs\.yaml#\/?schema\/\2\/properties\/([a-z][a-z0-9_]*)$/;

function readForeignKeys(property: OdcsProperty, document: ContractDocument, path: ValuePath): ForeignKey[] {
  return (property.relationships ?? []).flatMap(({ to = '', customProperties = [] }, position) => {
    const [, layer, table, column] = REFERENCE.exec(to) ?? [];
    if (layer === undefined || table === undefined || column === undefined) {
      const remedy = 'Write ../<layer>/<table>.odcs.yaml#schema/<table>/properties/<column>';
      document.report('reference-invalid', [...path, position], `column '${property.name}' references '${to}'`, remedy);
      return [];
    }
    const at = [...path, position, 'customProperties'];
    const custom = readCustom(customProperties, RELATIONSHIP_VOCABULARY, document, at);
    const defaultKey = custom.get('defaultKey') as string | number | undefined;
    return [
      {
        column: property.name,
        references: { table: `${layer as Layer}.${table}` as const, column },
        orphans: (custom.get('orphans') ?? DEFAULT_ORPHANS) as OrphanPolicy,
        ...(defaultKey === undefined ? {} : { defaultKey }),
      },
    ];
  });
}

function readDuration(
  contract: OdcsContract,
  name: string,
  unit: string,
  document: ContractDocument,
): number | undefined {
  const properties = contract.slaProperties ?? [];
  const position = properties.findIndex(({ property }) => property === name);
  const found = properties[position];
  if (found === undefined) return undefined;
  if (typeof found.value === 'number' && found.value > 0 && found.unit === unit) return found.value;
  const value = `${String(found.value)} ${found.unit ?? ''}`.trim();
  document.report(
    'duration-invalid',
    ['slaProperties', position, 'value'],
    `${name} is '${value}'`,
    `Give a number above 0 and the unit ${unit}`,
  );
  return undefined;
}
