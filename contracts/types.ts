/** Spark SQL types that a column may have, and the logical types of the standard that agree with each. */

export const SPARK_TYPES =
  'string, boolean, smallint, int, bigint, float, double, date, timestamp, binary, decimal(precision,scale)';
const SPARK_TYPE =
  /^(string|boolean|smallint|int|bigint|float|double|date|timestamp|binary|decimal\((3[0-8]|[12]?\d),(\d{1,2})\))$/;

export type TypeFamily = 'string' | 'boolean' | 'integer' | 'decimal' | 'floating' | 'date' | 'timestamp' | 'binary';

/** @returns undefined for a type that there is not; a scale above the precision is none either */
export function familyOf(type: string): TypeFamily | undefined {
  const [, base = '', precision, scale] = SPARK_TYPE.exec(type) ?? [];
  if (precision !== undefined)
    return Number(precision) >= 1 && Number(scale) <= Number(precision) ? 'decimal' : undefined;
  if (['smallint', 'int', 'bigint'].includes(base)) return 'integer';
  if (['float', 'double'].includes(base)) return 'floating';
  if (base === '') return undefined;
  return base as TypeFamily;
}

const LOGICAL: Readonly<Record<TypeFamily, readonly string[]>> = {
  string: ['string', 'time', 'object', 'array', 'map'],
  boolean: ['boolean'],
  integer: ['integer', 'number'],
  decimal: ['number', 'integer'],
  floating: ['number'],
  // The standard has no timestamp before v3.1.
  date: ['date'],
  timestamp: ['timestamp', 'date'],
  binary: ['string', 'array'],
};

/** Logical types that agree with a type. */
export function logicalTypesOf(family: TypeFamily): readonly string[] {
  return LOGICAL[family];
}
