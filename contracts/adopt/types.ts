/** Spark's name of a type as other systems, and the standard, write it. */
import { familyOf } from '../types';

const PHYSICAL: readonly (readonly [RegExp, string])[] = [
  [
    /^(var)?char(acter)?( varying)?|^n(var)?char|^(tiny|medium|long)?text|^string|^uuid|^uniqueidentifier|^enum|^clob|^citext/,
    'string',
  ],
  [/^(json|jsonb|variant|super|object|struct|record|row|array|map|list|geography|geometry|xml|hstore)/, 'string'],
  [/^bool(ean)?|^bit$|^bit\(1\)/, 'boolean'],
  [/^(bigint|int8|int64|long|bigserial|integer64|uint32|uint64|unsigned)/, 'bigint'],
  [/^(smallint|int2|int16|short|tinyint|int1|byteint)/, 'smallint'],
  [/^(int|integer|int4|int32|mediumint|serial)/, 'int'],
  [/^(double|float8|float64|binary_double)/, 'double'],
  [/^(real|float4|float32|float|binary_float)/, 'double'],
  [/^(timestamp|datetime|smalldatetime)/, 'timestamp'],
  [/^date/, 'date'],
  [/^(binary|varbinary|bytes|bytea|blob|image)/, 'binary'],
  [/^time/, 'string'],
];
const DECIMAL =
  /^(?:decimal|numeric|number|dec|money|smallmoney|bignumeric)\s*(?:\(\s*(\d+)\s*(?:,\s*(-?\d+)\s*)?\))?$/;
/** Of a decimal without its digits: wide enough for money of any currency. */
const WIDE = 'decimal(38,10)';

const LOGICAL: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'boolean',
  integer: 'bigint',
  number: WIDE,
  date: 'date',
  timestamp: 'timestamp',
  time: 'string',
  object: 'string',
  array: 'string',
  map: 'string',
};

/** @returns the type, and what was not certain about it; undefined where nothing says one */
export function sparkType(
  physical: unknown,
  logical: unknown,
): { readonly type: string; readonly doubt?: string } | undefined {
  const text = typeof physical === 'string' ? physical.trim().toLowerCase() : '';
  const digits = DECIMAL.exec(text);
  if (digits !== null) return decimal(digits[1], digits[2], text);
  const known = familyOf(text) === undefined ? PHYSICAL.find(([pattern]) => pattern.test(text))?.[1] : text;
  if (known !== undefined) return { type: known };
  const meant = typeof logical === 'string' ? LOGICAL[logical.toLowerCase()] : undefined;
  if (meant === undefined) return undefined;
  if (text !== '') return { type: meant, doubt: `physicalType '${text}' is unknown; the logicalType was taken` };
  return meant === WIDE ? { type: meant, doubt: 'a number without digits became decimal(38,10)' } : { type: meant };
}

function decimal(
  precision: string | undefined,
  scale: string | undefined,
  text: string,
): { type: string; doubt?: string } {
  if (precision === undefined) return { type: WIDE, doubt: `'${text}' without digits became ${WIDE}` };
  const type = `decimal(${precision},${Math.max(0, Number(scale ?? 0))})`;
  return familyOf(type) === undefined ? { type: WIDE, doubt: `'${text}' became ${WIDE}` } : { type };
}
