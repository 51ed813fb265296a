/** The words of ODCS for numbers, units and limits, as Spark SQL. */
import type { OdcsQuality } from './odcs';

/** What a metric counts and out of how many, so that it can be given in rows and in percent. */
export interface Metric {
  readonly kind: 'set' | 'table';
  readonly rows: string;
}

export const UNITS = ['rows', 'percent'] as const;
export type Unit = (typeof UNITS)[number];

/** @returns undefined when the metric needs a column and has none, or is judged row by row */
export function tableMetric({ metric, arguments: given }: OdcsQuality, column: string | undefined): Metric | undefined {
  const table = (rows: string): Metric => ({ kind: 'table', rows });
  if (metric === 'rowCount') return table('count(*)');
  if (metric === 'duplicateValues') {
    const columns = column === undefined ? (given?.properties ?? []) : [column];
    if (columns.length === 0) return undefined;
    // DISTINCT over several columns leaves out rows with a NULL; a struct does not.
    const row = columns.length === 1 ? columns.join('') : `struct(${columns.join(', ')})`;
    const present = columns.length === 1 ? row : '*';
    return { kind: 'set', rows: `count(${present}) - count(DISTINCT ${row})` };
  }
  if (column === undefined) return undefined;
  if (metric === 'nullValues') return table(`count_if(${column} IS NULL)`);
  if (metric === 'missingValues') {
    const words = (given?.missingValues ?? []).flatMap((value) => (value === null ? [] : [literal(value)]));
    return table(`count_if(${column} IS NULL${words.length === 0 ? '' : ` OR ${column} IN (${words.join(', ')})`})`);
  }
  return undefined;
}

/** A table without rows has no share of anything: it is zero percent. */
export function inUnit(rows: string, unit: Unit): string {
  return unit === 'rows' ? rows : `coalesce(100.0 * (${rows}) / nullif(count(*), 0), 0)`;
}

/** @returns Spark SQL over the column `value`; undefined when the rule compares with nothing */
export function comparison(quality: OdcsQuality): string | undefined {
  const between = (limits: readonly number[] | undefined, not: string): string[] =>
    limits === undefined ? [] : [`value ${not}BETWEEN ${limits[0]} AND ${limits[1]}`];
  const compared = COMPARISONS.flatMap(([limit, sign]) => {
    const value = quality[limit];
    return value === undefined ? [] : [`value ${sign} ${literal(value)}`];
  });
  const all = [...compared, ...between(quality.mustBeBetween, ''), ...between(quality.mustNotBeBetween, 'NOT ')];
  return all.length === 0 ? undefined : all.join(' AND ');
}

const COMPARISONS = [
  ['mustBe', '='],
  ['mustNotBe', '<>'],
  ['mustBeGreaterThan', '>'],
  ['mustBeGreaterOrEqualTo', '>='],
  ['mustBeLessThan', '<'],
  ['mustBeLessOrEqualTo', '<='],
] as const;

/** A Spark SQL literal. */
export function literal(value: string | number | boolean): string {
  return typeof value !== 'string' ? String(value) : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
