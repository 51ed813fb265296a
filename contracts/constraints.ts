/** What the standard lets a column say about its values, as checks of the jobs. */
import Decimal from 'decimal.js';
import type { OdcsOptions, OdcsProperty } from './odcs';
import type { Dimension, QualityRule } from './rule';
import { literal } from './rule-metrics';
import { familyOf, type TypeFamily } from './types';
import { FORMATS, INTEGER_RANGES } from './value-formats';

/** Reports one thing about an option (`minimum`), or about the column as a whole. */
export type ReportOption = (option: string, message: string, remedy: string) => void;

type Check = readonly [suffix: string, description: string, expression: string, dimension?: Dimension];

/** `required`, `unique`, `enum` and `logicalTypeOptions` of one column, in this order. */
export function constraintsOf(column: OdcsProperty, report: ReportOption): QualityRule[] {
  const { name, required = false, unique = false, enum: values } = column;
  const family = familyOf(column.physicalType ?? '');
  const checks: Check[] = [
    ...(required ? [['required', `${name} is present`, `${name} IS NOT NULL`, 'completeness'] as const] : []),
    ...(values === undefined
      ? []
      : [
          oneOf(
            name,
            values.map(({ value }) => value),
          ),
        ]),
    ...(family === undefined ? [] : options(column, family, report)),
  ];
  const rows = checks.map(([suffix, description, expression, dimension = 'conformity']): QualityRule => ({
    kind: 'row',
    id: `${name}.${suffix}`,
    description,
    columns: [name],
    expression,
    severity: 'error',
    dimension,
  }));
  return unique ? [...rows, uniqueRule(name)] : rows;
}

function uniqueRule(name: string): QualityRule {
  return {
    kind: 'set',
    id: `${name}.unique`,
    description: `no two rows have the same ${name}`,
    columns: [name],
    metric: `count(${name}) - count(DISTINCT ${name})`,
    expectation: 'value = 0',
    severity: 'error',
    dimension: 'uniqueness',
  };
}

function oneOf(name: string, values: readonly (string | number | boolean)[]): Check {
  return ['enum', `${name} is one of ${values.join(', ')}`, `${name} IN (${values.map(literal).join(', ')})`];
}

function options(column: OdcsProperty, family: TypeFamily, report: ReportOption): Check[] {
  const { name, physicalType = '', logicalTypeOptions: given = {} } = column;
  const lengths = (option: 'minLength' | 'maxLength', sign: string, words: string): Check[] => {
    const limit = given[option];
    if (limit === undefined || !fits(option, ['string'])) return [];
    return [[option, `${name} has ${words} ${limit} characters`, `length(${name}) ${sign} ${limit}`]];
  };
  const fits = (option: string, families: readonly TypeFamily[]): boolean => {
    if (families.includes(family)) return true;
    report(
      option,
      `column '${name}' of type ${physicalType} has ${option}`,
      `Remove it, or declare a type that has one`,
    );
    return false;
  };
  return [
    ...bounds(name, given, family, report, fits),
    ...lengths('minLength', '>=', 'at least'),
    ...lengths('maxLength', '<=', 'at most'),
    ...(given.pattern === undefined || !fits('pattern', ['string'])
      ? []
      : [['pattern', `${name} matches ${given.pattern}`, `${name} RLIKE ${literal(given.pattern)}`] as const]),
    ...multiple(name, given.multipleOf, fits),
    ...format(column, family, report),
  ];
}

const ORDERED: readonly TypeFamily[] = ['integer', 'decimal', 'floating', 'date', 'timestamp'];

const BOUNDS = [
  { option: 'minimum', exclusive: 'exclusiveMinimum', sign: '>', word: 'at least', strictWord: 'above' },
  { option: 'maximum', exclusive: 'exclusiveMaximum', sign: '<', word: 'at most', strictWord: 'below' },
] as const;

function bounds(
  name: string,
  given: OdcsOptions,
  family: TypeFamily,
  report: ReportOption,
  fits: (option: string, families: readonly TypeFamily[]) => boolean,
): Check[] {
  return BOUNDS.flatMap(({ option, exclusive, sign, word, strictWord }): Check[] => {
    const [limit, flag] = [given[option], given[exclusive]];
    if (flag === true && limit === undefined) {
      report(exclusive, `${exclusive} of '${name}' is true and there is no ${option}`, `Give ${option}, or a number`);
      return [];
    }
    const strict = typeof flag === 'boolean' ? (flag ? limit : undefined) : flag;
    const loose = flag === true ? undefined : limit;
    const check = (from: string, value: number | string | undefined, comparison: string, words: string): Check[] => {
      if (value === undefined || !fits(from, ORDERED)) return [];
      const text = bound(value, family);
      if (text === undefined) {
        const what =
          family === 'date'
            ? 'a date, for example "2020-01-31"'
            : family === 'timestamp'
              ? 'a time, for example "2020-01-31T12:00:00Z"'
              : 'a number';
        report(from, `${from} of '${name}' is ${JSON.stringify(value)}`, `Write ${what}`);
        return [];
      }
      return [[from, `${name} is ${words} ${value}`, `${name} ${comparison} ${text}`]];
    };
    return [...check(option, loose, `${sign}=`, word), ...check(exclusive, strict, sign, strictWord)];
  });
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** The limit as a literal of the column's type; undefined when it is none. */
function bound(value: number | string, family: TypeFamily): string | undefined {
  if (family === 'date')
    return typeof value === 'string' && DATE.test(value) && exists(value) ? `DATE'${value}'` : undefined;
  if (family === 'timestamp') {
    if (typeof value !== 'string' || !TIMESTAMP.test(value) || !exists(value)) return undefined;
    // A time without a zone is UTC, as it is in the data.
    const zoned =
      /(Z|[+-]\d\d:\d\d)$/.test(value) && value.includes('T')
        ? value
        : `${value.includes('T') ? value : `${value}T00:00`}Z`;
    return `TIMESTAMP'${zoned}'`;
  }
  return typeof value === 'number' ? decimal(value) : undefined;
}

function exists(text: string): boolean {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return (
    !Number.isNaN(day.getTime()) &&
    day.toISOString().startsWith(text.slice(0, 10)) &&
    !Number.isNaN(new Date(text).getTime())
  );
}

/** Without an exponent, which would make it a double: a comparison of decimals stays exact. */
function decimal(value: number): string {
  return new Decimal(value).toFixed();
}

function multiple(
  name: string,
  step: number | undefined,
  fits: (option: string, families: readonly TypeFamily[]) => boolean,
): Check[] {
  // Of a double there is no exact remainder.
  if (step === undefined || !fits('multipleOf', ['integer', 'decimal'])) return [];
  return [['multipleOf', `${name} is a multiple of ${step}`, `${name} % ${decimal(step)} = 0`]];
}

function format(column: OdcsProperty, family: TypeFamily, report: ReportOption): Check[] {
  const { name, physicalType = '', logicalTypeOptions: { format: given } = {} } = column;
  // Of dates and timestamps it is the pattern of the source text, which the readers keep.
  if (given === undefined || family === 'date' || family === 'timestamp') return [];
  const allowed = family === 'string' ? Object.keys(FORMATS) : family === 'integer' ? Object.keys(INTEGER_RANGES) : [];
  if (!allowed.includes(given)) {
    const same = { float: 'f32', double: 'f64' }[physicalType];
    if (same === given) return [];
    const remedy =
      allowed.length === 0 ? 'Remove it: the type says it' : `Remove it, or use one of ${allowed.join(', ')}`;
    report('format', `format of '${name}' of type ${physicalType} is '${given}'`, remedy);
    return [];
  }
  const pattern = FORMATS[given];
  if (pattern !== undefined)
    return [['format', `${name} has the form of ${given}`, `${name} RLIKE ${literal(pattern)}`]];
  const range = INTEGER_RANGES[given];
  return range === undefined
    ? []
    : [['format', `${name} fits ${given}`, `${name} BETWEEN ${range[0]} AND ${range[1]}`]];
}
