/** ODCS quality rules and column constraints as the rules that bronze, silver and gold evaluate. */
import { DIMENSIONS, SEVERITIES, type Dimension, type Rule, type Severity } from './contract';
import type { ContractDocument, ValuePath } from './document';
import { suggest } from './findings';
import type { OdcsProperty, OdcsQuality, OdcsTable } from './odcs';

/** `required`, `logicalTypeOptions` and `quality` of every column, then the table's own rules, in file order. */
export function readRules(table: OdcsTable, document: ContractDocument, tablePath: ValuePath): Rule[] {
  const columns = (table.properties ?? []).flatMap((column, position) => [
    ...constraints(column),
    ...qualityRules(column.quality ?? [], column, document, [...tablePath, 'properties', position, 'quality']),
  ]);
  return [...columns, ...qualityRules(table.quality ?? [], undefined, document, [...tablePath, 'quality'])];
}

function constraints(column: OdcsProperty): Rule[] {
  const { name, required, logicalTypeOptions: options = {} } = column;
  const rule = (suffix: string, description: string, expression: string, dimension: Dimension): Rule => ({
    kind: 'row',
    id: `${name}.${suffix}`,
    description,
    columns: [name],
    expression,
    severity: 'error',
    dimension,
  });
  const { minimum, maximum, minLength, maxLength, pattern } = options;
  return [
    ...(required ? [rule('required', `${name} is present`, `${name} IS NOT NULL`, 'completeness')] : []),
    ...(minimum === undefined
      ? []
      : [rule('minimum', `${name} is at least ${minimum}`, `${name} >= ${minimum}`, 'conformity')]),
    ...(maximum === undefined
      ? []
      : [rule('maximum', `${name} is at most ${maximum}`, `${name} <= ${maximum}`, 'conformity')]),
    ...(minLength === undefined
      ? []
      : [
          rule(
            'minLength',
            `${name} has at least ${minLength} characters`,
            `length(${name}) >= ${minLength}`,
            'conformity',
          ),
        ]),
    ...(maxLength === undefined
      ? []
      : [
          rule(
            'maxLength',
            `${name} has at most ${maxLength} characters`,
            `length(${name}) <= ${maxLength}`,
            'conformity',
          ),
        ]),
    ...(pattern === undefined
      ? []
      : [rule('pattern', `${name} matches ${pattern}`, `${name} RLIKE ${text(pattern)}`, 'conformity')]),
  ];
}

function qualityRules(
  qualities: readonly OdcsQuality[],
  column: OdcsProperty | undefined,
  document: ContractDocument,
  path: ValuePath,
): Rule[] {
  return qualities.flatMap((quality, position) => {
    const at = [...path, position];
    const severity = quality.severity ?? 'error';
    if (!isOneOf(SEVERITIES, severity)) {
      document.report([...at, 'severity'], `severity is '${severity}'`, suggest(severity, SEVERITIES));
      return [];
    }
    const rule = toRule(quality, column, severity);
    if (typeof rule === 'string') {
      document.report(
        at,
        rule,
        'Use metric nullValues, invalidValues, duplicateValues or rowCount, or type custom with engine sparkSql and an id',
      );
      return [];
    }
    return [rule];
  });
}

/** @returns the rule, or what is wrong with it */
function toRule(quality: OdcsQuality, column: OdcsProperty | undefined, severity: Severity): Rule | string {
  const name = column?.name;
  const base = {
    columns: name === undefined ? [] : [name],
    severity,
    dimension: isOneOf(DIMENSIONS, quality.dimension) ? quality.dimension : ('conformity' as const),
  };
  if (quality.type === 'custom') {
    if (quality.engine !== 'sparkSql' || typeof quality.implementation !== 'string' || quality.id === undefined) {
      return `custom rule '${quality.id ?? '(no id)'}' has engine '${quality.engine ?? ''}'`;
    }
    const description = quality.description ?? quality.implementation;
    return { kind: 'row', id: quality.id, description, expression: quality.implementation, ...base };
  }
  if (quality.metric === 'invalidValues' && name !== undefined && quality.mustBe === 0) {
    return invalidValues(quality, name, base);
  }
  const metric = tableMetric(quality.metric, name);
  const expectation = comparison(quality);
  if (metric === undefined || expectation === undefined) {
    return `rule '${quality.id ?? quality.metric ?? '(no id)'}' of type '${quality.type ?? 'library'}' cannot be evaluated`;
  }
  const id = quality.id ?? [name, quality.metric].filter((part) => part !== undefined).join('.');
  return {
    kind: 'table',
    id,
    description: quality.description ?? `${metric}: ${expectation}`,
    metric,
    expectation,
    ...base,
  };
}

function invalidValues(
  quality: OdcsQuality,
  name: string,
  base: { columns: string[]; severity: Severity; dimension: Dimension },
): Rule | string {
  const { validValues, pattern } = quality.arguments ?? {};
  if (validValues !== undefined) {
    const list = validValues.map((value) => (typeof value === 'number' ? String(value) : text(value))).join(', ');
    const description = quality.description ?? `${name} is one of ${validValues.join(', ')}`;
    return {
      kind: 'row',
      id: quality.id ?? `${name}.validValues`,
      description,
      expression: `${name} IN (${list})`,
      ...base,
    };
  }
  if (pattern !== undefined) {
    const description = quality.description ?? `${name} matches ${pattern}`;
    return {
      kind: 'row',
      id: quality.id ?? `${name}.pattern`,
      description,
      expression: `${name} RLIKE ${text(pattern)}`,
      ...base,
    };
  }
  return `invalidValues of '${name}' has neither validValues nor pattern`;
}

function tableMetric(metric: string | undefined, column: string | undefined): string | undefined {
  if (metric === 'rowCount') return 'count(*)';
  if (column === undefined) return undefined;
  if (metric === 'nullValues' || metric === 'missingValues') return `count_if(${column} IS NULL)`;
  if (metric === 'duplicateValues') return `count(${column}) - count(DISTINCT ${column})`;
  return undefined;
}

function comparison(quality: OdcsQuality): string | undefined {
  if (quality.mustBe !== undefined) return `value = ${quality.mustBe}`;
  if (quality.mustNotBe !== undefined) return `value <> ${quality.mustNotBe}`;
  if (quality.mustBeGreaterThan !== undefined) return `value > ${quality.mustBeGreaterThan}`;
  if (quality.mustBeGreaterOrEqualTo !== undefined) return `value >= ${quality.mustBeGreaterOrEqualTo}`;
  if (quality.mustBeLessThan !== undefined) return `value < ${quality.mustBeLessThan}`;
  if (quality.mustBeLessOrEqualTo !== undefined) return `value <= ${quality.mustBeLessOrEqualTo}`;
  if (quality.mustBeBetween !== undefined)
    return `value BETWEEN ${quality.mustBeBetween[0]} AND ${quality.mustBeBetween[1]}`;
  return undefined;
}

/** A Spark SQL string literal. */
function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function isOneOf<T extends string>(allowed: readonly T[], value: string | undefined): value is T {
  return allowed.some((candidate) => candidate === value);
}
