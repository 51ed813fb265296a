/** What a contract demands of rows and tables, once its ODCS rules have been read. */

export const SEVERITIES = ['error', 'warning'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** ODCS v3.1 data-quality dimensions. */
export const DIMENSIONS = [
  'accuracy',
  'completeness',
  'conformity',
  'consistency',
  'coverage',
  'timeliness',
  'uniqueness',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

interface RuleBase {
  /** Unique in its table and stable over releases, for example `quantity.minimum`. */
  readonly id: string;
  readonly description: string;
  readonly columns: readonly string[];
  /** A failed rule of severity `error` stops what depends on the table; `warning` is only recorded. */
  readonly severity: Severity;
  readonly dimension: Dimension;
}

/** How many failing rows of one step a table bears: Spark SQL over `value`, the failing rows in `unit`. */
export interface Tolerance {
  readonly unit: 'rows' | 'percent';
  readonly expectation: string;
}

/**
 * A predicate every row must satisfy. A NULL result passes: only a `required` rule speaks about NULL. Of severity
 * `error` it sets the row aside.
 */
export interface RowRule extends RuleBase {
  readonly kind: 'row';
  /** Spark SQL boolean expression over the table's own columns; true means the row passes. */
  readonly expression: string;
  /** @default - any number of rows may be set aside or counted */
  readonly tolerance?: Tolerance;
}

/** A single number over the whole table after the write, which must satisfy `expectation` (Spark SQL over `value`). */
export type TableRule = AggregateRule | QueryRule | VolumeRule | DriftRule;

/** `set`: rows compared with each other, such as duplicates. `table`: any other aggregate. */
export interface AggregateRule extends RuleBase {
  readonly kind: 'set' | 'table';
  /** Spark SQL aggregate expression over the table, for example `count(*)`. */
  readonly metric: string;
  readonly expectation: string;
}

/** The first column of the first row of a query, over this table and what it is made from: sums that must agree. */
export interface QueryRule extends RuleBase {
  readonly kind: 'query';
  readonly query: string;
  readonly expectation: string;
}

/** Rows of this run in percent of the median of the last runs that brought any. */
export interface VolumeRule extends RuleBase {
  readonly kind: 'volume';
  readonly lastRuns: number;
  readonly expectation: string;
}

/** Population stability index of one column against the baseline that the rule's first evaluation stored. */
export interface DriftRule extends RuleBase {
  readonly kind: 'drift';
  readonly bins: number;
  readonly expectation: string;
}

export type QualityRule = RowRule | TableRule;
