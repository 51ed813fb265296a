/** For every field that is implemented: a change of it that must change what the jobs are told. */

type Change = unknown;

/** Value by field of a column, and what else the column then is. */
export interface ColumnChange {
  readonly value: Change;
  readonly type?: string;
  readonly logical?: string;
  readonly also?: Readonly<Record<string, unknown>>;
  readonly layer?: 'bronze' | 'silver';
}

const rule = (value: Record<string, unknown>) => ({ quality: [value] });
const count = { metric: 'nullValues' };

export const OF_COLUMN: Readonly<Record<string, ColumnChange>> = {
  name: { value: 'renamed' },
  physicalType: { value: 'date', logical: 'date' },
  physicalName: { value: 'Source Name' },
  description: { value: 'Something else.' },
  required: { value: true },
  primaryKey: { value: true, also: { required: true } },
  primaryKeyPosition: { value: 3, also: { required: true, primaryKey: true } },
  unique: { value: true },
  enum: { value: [{ value: 'a' }] },
  'enum[].value': { value: 'a' },
  partitioned: { value: true },
  partitionKeyPosition: { value: 2, also: { partitioned: true } },
  'logicalTypeOptions.minimum': { value: 1, type: 'int', logical: 'integer' },
  'logicalTypeOptions.maximum': { value: '2024-01-31', type: 'date', logical: 'date' },
  'logicalTypeOptions.exclusiveMinimum': { value: 1, type: 'decimal(8,2)', logical: 'number' },
  'logicalTypeOptions.exclusiveMaximum': { value: '2024-01-31T00:00:00Z', type: 'timestamp', logical: 'timestamp' },
  'logicalTypeOptions.multipleOf': { value: 0.05, type: 'decimal(8,2)', logical: 'number' },
  'logicalTypeOptions.minLength': { value: 1 },
  'logicalTypeOptions.maxLength': { value: 1 },
  'logicalTypeOptions.pattern': { value: '^a' },
  'logicalTypeOptions.format': { value: 'uuid' },
  logicalTypeOptions: { value: { pattern: '^a' } },
  transformLogic: { value: 'upper(v)', layer: 'silver' },
  relationships: { value: [{ to: '../silver/u.odcs.yaml#schema/u/properties/id' }], layer: 'silver' },
  'relationships[].to': { value: '../silver/u.odcs.yaml#schema/u/properties/id', layer: 'silver' },
  quality: { value: [{ ...count, mustBe: 0 }] },
  customProperties: { value: [{ property: 'standardise', value: ['trim'] }], layer: 'silver' },
};

/** One rule with the field, beside the same rule without it. */
export const OF_RULE: Readonly<Record<string, readonly [without: object, also: object]>> = {
  id: [rule({ ...count, mustBe: 0 }), rule({ ...count, mustBe: 0, id: 'r' })],
  description: [rule({ ...count, mustBe: 0 }), rule({ ...count, mustBe: 0, description: 'd' })],
  dimension: [rule({ ...count, mustBe: 0 }), rule({ ...count, mustBe: 0, dimension: 'accuracy' })],
  severity: [rule({ ...count, mustBe: 0 }), rule({ ...count, mustBe: 0, severity: 'warning' })],
  unit: [rule({ ...count, mustBe: 0 }), rule({ ...count, mustBe: 0, unit: 'percent' })],
  metric: [rule({ ...count, mustBe: 0 }), rule({ metric: 'duplicateValues', mustBe: 0 })],
  rule: [rule({ rule: 'nullCheck', mustBe: 0 }), rule({ rule: 'duplicateCount', mustBe: 0 })],
  arguments: [
    rule({ metric: 'missingValues', mustBe: 0 }),
    rule({ metric: 'missingValues', mustBe: 0, arguments: { missingValues: ['-'] } }),
  ],
  mustBe: [rule({ ...count, mustBe: 0 }), rule({ ...count, mustBe: 1 })],
  mustNotBe: [rule({ ...count, mustBe: 0 }), rule({ ...count, mustNotBe: 0 })],
  mustBeGreaterThan: [rule({ ...count, mustBe: 0 }), rule({ ...count, mustBeGreaterThan: 0 })],
  mustBeGreaterOrEqualTo: [rule({ ...count, mustBe: 0 }), rule({ ...count, mustBeGreaterOrEqualTo: 0 })],
  mustBeLessThan: [rule({ ...count, mustBe: 0 }), rule({ ...count, mustBeLessThan: 9 })],
  mustBeLessOrEqualTo: [rule({ ...count, mustBe: 0 }), rule({ ...count, mustBeLessOrEqualTo: 9 })],
  mustBeBetween: [rule({ ...count, mustBe: 0 }), rule({ ...count, mustBeBetween: [0, 1] })],
  mustNotBeBetween: [rule({ ...count, mustBe: 0 }), rule({ ...count, mustNotBeBetween: [0, 1] })],
  type: [rule({ type: 'text', description: 'd' }), rule({ type: 'library', description: 'd', ...count, mustBe: 0 })],
  query: [
    rule({ type: 'sql', id: 'q', query: 'SELECT 1', mustBe: 1 }),
    rule({ type: 'sql', id: 'q', query: 'SELECT 2', mustBe: 1 }),
  ],
  engine: [
    rule({ type: 'text', description: 'd' }),
    rule({ type: 'custom', id: 'c', engine: 'sparkSql', implementation: "v <> ''" }),
  ],
  implementation: [
    rule({ type: 'custom', id: 'c', engine: 'sparkSql', implementation: "v <> ''" }),
    rule({ type: 'custom', id: 'c', engine: 'sparkSql', implementation: "v <> 'a'" }),
  ],
  ...Object.fromEntries(
    ['customProperties', 'customProperties[].property', 'customProperties[].value'].map((field) => [
      field,
      [
        rule({ type: 'custom', id: 'c', engine: 'sparkSql', implementation: "v <> ''" }),
        rule({
          type: 'custom',
          id: 'c',
          engine: 'sparkSql',
          implementation: "v <> ''",
          customProperties: [{ property: 'maximumRows', value: 3 }],
        }),
      ],
    ]),
  ),
  'customProperties[].vendor': [
    rule({
      type: 'custom',
      id: 'c',
      engine: 'sparkSql',
      implementation: "v <> ''",
      customProperties: [{ property: 'maximumRows', value: 3, vendor: 'soda' }],
    }),
    rule({
      type: 'custom',
      id: 'c',
      engine: 'sparkSql',
      implementation: "v <> ''",
      customProperties: [{ property: 'maximumRows', value: 3, vendor: 'medallion' }],
    }),
  ],
};
