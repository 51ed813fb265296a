/** ODCS quality rules and column constraints as the rules that bronze, silver and gold evaluate. */
import type { ContractDocument, ValuePath } from './document';
import { suggest } from '../shared/suggest';
import type { OdcsProperty, OdcsQuality, OdcsTable } from './odcs';
import { toRule } from './quality-rule';
import { type Dimension, type Rule, SEVERITIES } from './rule';
import { literal } from './rule-metrics';

/**
 * `required`, `logicalTypeOptions` and `quality` of every column, then the table's own rules, in file order.
 *
 * @param name `<layer>.<table>`
 */
export function readRules(name: string, table: OdcsTable, document: ContractDocument, tablePath: ValuePath): Rule[] {
  const read = (qualities: readonly OdcsQuality[] | undefined, column: OdcsProperty | undefined, path: ValuePath) =>
    qualityRules(qualities ?? [], column, name, document, [...path, 'quality']);
  const columns = (table.properties ?? []).flatMap((column, position) => [
    ...constraints(column),
    ...read(column.quality, column, [...tablePath, 'properties', position]),
  ]);
  return [...columns, ...read(table.quality, undefined, tablePath)];
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
      : [rule('pattern', `${name} matches ${pattern}`, `${name} RLIKE ${literal(pattern)}`, 'conformity')]),
  ];
}

function qualityRules(
  qualities: readonly OdcsQuality[],
  column: OdcsProperty | undefined,
  table: string,
  document: ContractDocument,
  path: ValuePath,
): Rule[] {
  return qualities.flatMap((quality, position) => {
    const at = [...path, position];
    const severity = quality.severity ?? 'error';
    const known = SEVERITIES.find((candidate) => candidate === severity);
    if (known === undefined) {
      document.report('value-invalid', [...at, 'severity'], `severity is '${severity}'`, suggest(severity, SEVERITIES));
      return [];
    }
    const rule = toRule(quality, column, known, table);
    if ('kind' in rule) return [rule];
    document.report('quality-rule-invalid', at, rule.message, rule.remedy);
    return [];
  });
}
