import type {
  Column,
  ForeignKey,
  Layer,
  Measure,
  OnOverflow,
  OrphanPolicy,
  Pii,
  PiiCategory,
  Protection,
  Rounding,
  StandardStep,
} from './contract';
import { readCustom } from './custom-properties';
import type { ContractDocument, ValuePath } from './document';
import type { OdcsProperty } from './odcs';
import { familyOf, logicalTypesOf, SPARK_TYPES } from './types';
import { COLUMN_VOCABULARY, RELATIONSHIP_VOCABULARY } from './vocabulary';

/** Reads one column of a `layer` table. */
export function readColumn(property: OdcsProperty, layer: Layer, document: ContractDocument, path: ValuePath): Column {
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
  checkType(property, type, document, path);
  const pii: Pii | undefined =
    category === undefined ? undefined : { category, ...(protection === undefined ? {} : { protection }) };
  const format = sourcePattern(property, type, layer, document, path);
  const source = sourceName(property, layer, document, path);
  const expression = transformation(property, layer, document, path);
  const standardise = custom.get('standardise') as readonly StandardStep[] | undefined;
  const measure = custom.get('measure') as Measure | undefined;
  const subject = custom.get('subject') as string | undefined;
  const renamedFrom = custom.get('renamedFrom') as string | undefined;
  const rounding = custom.get('rounding') as Rounding | undefined;
  const onOverflow = custom.get('onOverflow') as OnOverflow | undefined;
  const notPersonal = custom.get('notPersonal') as string | undefined;
  return {
    name: property.name,
    type,
    required: property.required ?? false,
    description: property.description ?? '',
    ...(expression === undefined ? {} : { expression }),
    ...(pii === undefined ? {} : { pii }),
    ...(subject === undefined ? {} : { subject }),
    ...(renamedFrom === undefined ? {} : { renamedFrom }),
    ...(rounding === undefined ? {} : { rounding }),
    ...(onOverflow === undefined ? {} : { onOverflow }),
    ...(notPersonal === undefined ? {} : { notPersonal }),
    ...(format === undefined ? {} : { format }),
    ...(source === undefined ? {} : { source }),
    ...(standardise === undefined ? {} : { standardise }),
    ...(measure === undefined ? {} : { measure }),
  };
}

function checkType(property: OdcsProperty, type: string, document: ContractDocument, path: ValuePath): void {
  const family = familyOf(type);
  const { name, logicalType } = property;
  if (family === undefined) {
    document.reported.add(name);
    const said = type === '' ? 'has no physicalType' : `has the type '${type}'`;
    document.report(
      'unknown-type',
      [...path, 'physicalType'],
      `column '${name}' ${said}`,
      `Use one of: ${SPARK_TYPES}`,
    );
    return;
  }
  const agreeing = logicalTypesOf(family);
  if (logicalType !== undefined && !agreeing.includes(logicalType)) {
    const message = `column '${name}' has the logicalType '${logicalType}' and the physicalType '${type}'`;
    document.report(
      'logical-type-differs',
      [...path, 'logicalType'],
      message,
      `Write logicalType: ${agreeing.join(' or ')}`,
    );
  }
}

/** Letters that Spark's readers know (DateTimeFormatter of Java), brackets for what may be missing, and quoted text. */
const PATTERN = /^(?:'[^']*'|[GyMLdEFaHhKkmsSVzOXxZ[\]]|[^A-Za-z'])+$/;

/** @returns the pattern of a source text; only readers of landing files meet one */
function sourcePattern(
  { name, logicalTypeOptions }: OdcsProperty,
  type: string,
  layer: Layer,
  document: ContractDocument,
  path: ValuePath,
): string | undefined {
  const format = logicalTypeOptions?.format;
  if (format === undefined || (type !== 'date' && type !== 'timestamp')) return undefined;
  const at = [...path, 'logicalTypeOptions', 'format'];
  if (layer !== 'bronze') {
    document.report(
      'format-without-effect',
      at,
      `column '${name}' of ${layer} has a format`,
      'Remove it: only bronze reads dates from text',
    );
  } else if (!PATTERN.test(format)) {
    const remedy = 'Write a pattern of letters, for example yyyy-MM-dd, and put other text into single quotes';
    document.report('format-invalid', at, `format of '${name}' is '${format}'`, remedy);
  }
  return format;
}

/** @returns the name of the field in the source, where it is not the column's */
function sourceName(
  { name, physicalName }: OdcsProperty,
  layer: Layer,
  document: ContractDocument,
  path: ValuePath,
): string | undefined {
  if (physicalName === undefined || physicalName === name) return undefined;
  if (layer === 'bronze' && physicalName !== '') return physicalName;
  const remedy =
    layer === 'bronze'
      ? 'Write the name of the field'
      : 'Remove it, or write transformLogic: only bronze has fields of a source';
  document.report(
    'physical-name-invalid',
    [...path, 'physicalName'],
    `column '${name}' of ${layer} has the physicalName '${physicalName}'`,
    remedy,
  );
  return undefined;
}

function transformation(
  { name, transformLogic }: OdcsProperty,
  layer: Layer,
  document: ContractDocument,
  path: ValuePath,
): string | undefined {
  if (transformLogic !== undefined && layer === 'bronze') {
    const message = `column '${name}' of bronze has transformLogic`;
    document.report(
      'transform-in-bronze',
      [...path, 'transformLogic'],
      message,
      'Move it to silver: bronze keeps what was delivered',
    );
    return undefined;
  }
  return transformLogic;
}

/** What refers to nothing is shown, not kept waiting, unless somebody has decided otherwise. */
const DEFAULT_ORPHANS: OrphanPolicy = 'quarantine';

/** `to` is a fully qualified reference of the standard: another contract's file, then the way to the column. */
const REFERENCE =
  /(?:^|\/)(bronze|silver|gold)\/([a-z][a-z0-9_]*)\.odcs\.yaml#\/?schema\/\2\/properties\/([a-z][a-z0-9_]*)$/;

export function readForeignKeys(property: OdcsProperty, document: ContractDocument, path: ValuePath): ForeignKey[] {
  return (property.relationships ?? []).flatMap((relationship, position) => {
    const { to, customProperties = [] } = relationship ?? {};
    const [, layer, table, column] = REFERENCE.exec(typeof to === 'string' ? to : '') ?? [];
    if (layer === undefined || table === undefined || column === undefined) {
      const remedy = 'Write ../<layer>/<table>.odcs.yaml#schema/<table>/properties/<column>';
      const said = typeof to === 'string' ? `'${to}'` : 'no single column';
      document.report('reference-invalid', [...path, position], `column '${property.name}' references ${said}`, remedy);
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
