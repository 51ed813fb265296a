/** One ODCS quality rule as the rule that the jobs evaluate. */
import { suggest } from '../shared/suggest';
import { checkValue } from './value-schema';
import { type OdcsCustomProperty, type OdcsProperty, type OdcsQuality, VENDOR } from './odcs';
import { OLDER_RULES } from './older-rules';
import { DIMENSIONS, type QualityRule, type RowRule, type Severity, type Tolerance } from './rule';
import { comparison, inUnit, literal, tableMetric, UNITS } from './rule-metrics';
import { RULE_ARGUMENTS, RULE_IMPLEMENTATIONS, RULE_VOCABULARY } from './vocabulary';

/** What is wrong with a rule, and the remedy. */
export interface RuleRefusal {
  readonly message: string;
  readonly remedy: string;
}

type Base = Pick<QualityRule, 'columns' | 'severity' | 'dimension'>;

const ALLOWED =
  'Use metric nullValues, missingValues, invalidValues, duplicateValues or rowCount with a mustBe..., type sql with a ' +
  'query and a mustBe..., or type custom with an id and the engine sparkSql or medallion';

/** @param table name of the table in queries, `<layer>.<table>` */
export function toRule(
  quality: OdcsQuality,
  column: OdcsProperty | undefined,
  severity: Severity,
  table: string,
): QualityRule | RuleRefusal {
  const base: Base = {
    columns: column === undefined ? (quality.arguments?.properties ?? []) : [column.name],
    severity,
    dimension: isOneOf(DIMENSIONS, quality.dimension) ? quality.dimension : 'conformity',
  };
  if (!isOneOf(UNITS, quality.unit ?? 'rows')) {
    return { message: `rule '${nameOf(quality)}' has the unit '${quality.unit ?? ''}'`, remedy: 'Use rows or percent' };
  }
  const odd = wrongArguments(quality, column) ?? withoutEffect(quality);
  if (odd !== undefined) return odd;
  if (quality.type === 'custom') return customRule(quality, column, base);
  if (quality.type === 'sql') return queryRule(quality, column, base, table);
  if (quality.metric === 'invalidValues' && column !== undefined) return invalidValues(quality, column.name, base);
  return aggregateRule(quality, column, base);
}

function aggregateRule(quality: OdcsQuality, column: OdcsProperty | undefined, base: Base): QualityRule | RuleRefusal {
  const metric = tableMetric(quality, column?.name);
  const expectation = comparison(quality);
  const name = quality.rule ?? '';
  if (quality.metric === undefined && name !== '' && !OLDER_RULES.includes(name)) {
    return { message: `rule '${name}' is of an older version of the standard, or unknown`, remedy: ALLOWED };
  }
  const wrong = wrongLimit(quality);
  if (wrong !== undefined) return wrong;
  if (metric === undefined || expectation === undefined) {
    const what = `rule '${nameOf(quality)}' of type '${quality.type ?? 'library'}'`;
    return { message: `${what} cannot be evaluated`, remedy: ALLOWED };
  }
  const expression = inUnit(metric.rows, quality.unit === 'percent' ? 'percent' : 'rows');
  return {
    kind: metric.kind,
    id: quality.id ?? [column?.name, quality.metric].filter((part) => part !== undefined).join('.'),
    description: quality.description ?? `${expression}: ${expectation}`,
    metric: expression,
    expectation,
    ...base,
  };
}

/** Numbers of rows are compared with numbers; only the value of a query may be a text. */
function wrongLimit({ mustBe, mustNotBe, ...quality }: OdcsQuality): RuleRefusal | undefined {
  const limit = [mustBe, mustNotBe].find((value) => value !== undefined && typeof value !== 'number');
  if (limit === undefined) return undefined;
  return {
    message: `rule '${nameOf(quality)}' compares a count with ${JSON.stringify(limit)}`,
    remedy: 'Give a number',
  };
}

function queryRule(
  quality: OdcsQuality,
  column: OdcsProperty | undefined,
  base: Base,
  table: string,
): QualityRule | RuleRefusal {
  const expectation = comparison(quality);
  if (quality.id === undefined || quality.query === undefined || expectation === undefined) {
    return {
      message: `sql rule '${nameOf(quality)}' lacks an id, a query or a limit`,
      remedy: 'Give all three, for example mustBe: 0',
    };
  }
  const query = quality.query
    .replaceAll(/\$?\{(table|object|schema)\}/g, table)
    .replaceAll(/\$?\{(column|property)\}/g, column?.name ?? '');
  const description = quality.description ?? query;
  return { kind: 'query', id: quality.id, description, query, expectation, ...base };
}

function customRule(quality: OdcsQuality, column: OdcsProperty | undefined, base: Base): QualityRule | RuleRefusal {
  const { id, engine, implementation } = quality;
  if (id === undefined) return { message: 'a custom rule has no id', remedy: ALLOWED };
  if (engine === 'sparkSql' && typeof implementation === 'string') {
    const tolerance = customTolerance(quality);
    if (tolerance !== undefined && 'message' in tolerance) return tolerance;
    return rowRule(id, quality.description ?? implementation, implementation, base, tolerance);
  }
  if (engine !== 'medallion') return { message: `custom rule '${id}' has engine '${engine ?? ''}'`, remedy: ALLOWED };
  const wrong = checkValue(RULE_IMPLEMENTATIONS, implementation);
  if (wrong) return { message: `custom rule '${id}': ${wrong.message}`, remedy: wrong.remedy };
  const given = implementation as Implementation;
  if (given.check === 'volume') {
    const expectation = `value BETWEEN ${given.minimumPercent} AND ${given.maximumPercent}`;
    const description = quality.description ?? `rows in percent of the last ${given.lastRuns} runs: ${expectation}`;
    return { kind: 'volume', id, description, lastRuns: given.lastRuns, expectation, ...base };
  }
  if (column === undefined) {
    return { message: `drift rule '${id}' belongs to no column`, remedy: 'Write it under the column that it watches' };
  }
  const expectation = `value < ${given.below}`;
  const description = quality.description ?? `population stability index of ${column.name}: ${expectation}`;
  return { kind: 'drift', id, description, bins: given.bins ?? DEFAULT_BINS, expectation, ...base };
}

/** Ten bins, as the index is usually read: below 0.1 nothing moved, above 0.25 much did. */
const DEFAULT_BINS = 10;

type Implementation =
  | {
      readonly check: 'volume';
      readonly lastRuns: number;
      readonly minimumPercent: number;
      readonly maximumPercent: number;
    }
  | { readonly check: 'drift'; readonly below: number; readonly bins?: number };

/** The standard gives custom rules no limit of their own, so the limit is a custom property of the rule. */
function customTolerance(quality: OdcsQuality): Tolerance | RuleRefusal | undefined {
  const { id } = quality;
  const customProperties = ownProperties(quality);
  const [first, second] = customProperties;
  if (first === undefined) return undefined;
  const schema = RULE_VOCABULARY[first.property];
  if (schema === undefined || second !== undefined) {
    const names = customProperties.map(({ property }) => property).join(', ');
    return {
      message: `custom rule '${id ?? ''}' has the custom properties ${names}`,
      remedy: `Give one of ${Object.keys(RULE_VOCABULARY).join(', ')}`,
    };
  }
  const wrong = checkValue(schema, first.value);
  if (wrong) return { message: `${first.property} of rule '${id ?? ''}': ${wrong.message}`, remedy: wrong.remedy };
  return {
    unit: first.property === 'maximumPercent' ? 'percent' : 'rows',
    expectation: `value <= ${String(first.value)}`,
  };
}

/** An argument that no metric reads would be a demand that nobody checks. */
function wrongArguments(quality: OdcsQuality, column: OdcsProperty | undefined): RuleRefusal | undefined {
  const metric = quality.metric ?? '';
  // The columns of a rule of a column are that column.
  const allowed = metric === 'duplicateValues' && column !== undefined ? [] : (RULE_ARGUMENTS[metric] ?? []);
  const odd = Object.keys(quality.arguments ?? {}).find((name) => !allowed.includes(name));
  if (odd === undefined) return undefined;
  const message = `rule '${nameOf(quality)}' has the argument '${odd}', which nothing reads`;
  return { message, remedy: allowed.length === 0 ? 'Remove it' : suggest(odd, allowed) };
}

function withoutEffect(quality: OdcsQuality): RuleRefusal | undefined {
  const { type, engine, unit, metric } = quality;
  const judgesRows = type === 'custom' && engine === 'sparkSql';
  if (!judgesRows && ownProperties(quality).length > 0) {
    const message = `rule '${nameOf(quality)}' has custom properties, which only conditions of rows have`;
    return { message, remedy: 'Remove them, or give a limit: mustBe...' };
  }
  if (unit === 'percent' && (type === 'custom' || type === 'sql' || metric === 'rowCount')) {
    return { message: `rule '${nameOf(quality)}' has the unit percent, of nothing`, remedy: 'Remove the unit' };
  }
  return undefined;
}

/** Custom properties that are Medallion's to read. */
function ownProperties({ customProperties = [] }: OdcsQuality): readonly OdcsCustomProperty[] {
  return customProperties.filter(({ vendor = VENDOR }) => vendor === VENDOR);
}

function invalidValues(quality: OdcsQuality, name: string, base: Base): QualityRule | RuleRefusal {
  const { validValues, pattern } = quality.arguments ?? {};
  if (validValues !== undefined && pattern !== undefined) {
    return { message: `invalidValues of '${name}' has validValues and a pattern`, remedy: 'Write two rules' };
  }
  const limit = comparison(quality);
  // The standard's "no invalid value" is kept by setting the rows aside: what stays has none.
  const tolerance: Tolerance | undefined =
    quality.mustBe === 0 || limit === undefined
      ? undefined
      : { unit: quality.unit === 'percent' ? 'percent' : 'rows', expectation: limit };
  if (validValues !== undefined) {
    const description = quality.description ?? `${name} is one of ${validValues.join(', ')}`;
    const expression = `${name} IN (${validValues.map(literal).join(', ')})`;
    return rowRule(quality.id ?? `${name}.validValues`, description, expression, base, tolerance);
  }
  if (pattern !== undefined) {
    const description = quality.description ?? `${name} matches ${pattern}`;
    const expression = `${name} RLIKE ${literal(pattern)}`;
    return rowRule(quality.id ?? `${name}.pattern`, description, expression, base, tolerance);
  }
  return {
    message: `invalidValues of '${name}' has neither validValues nor pattern`,
    remedy: 'Add one of them under arguments',
  };
}

function rowRule(
  id: string,
  description: string,
  expression: string,
  base: Base,
  tolerance: Tolerance | undefined,
): RowRule {
  return {
    kind: 'row',
    id,
    description,
    expression,
    ...base,
    ...(tolerance === undefined ? {} : { tolerance }),
  };
}

function nameOf({ id, metric }: OdcsQuality): string {
  return id ?? metric ?? '(no id)';
}

function isOneOf<T extends string>(allowed: readonly T[], value: string | undefined): value is T {
  return allowed.some((candidate) => candidate === value);
}
