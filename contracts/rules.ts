/** ODCS quality rules and column constraints as the rules that bronze, silver and gold evaluate. */
import type { ContractDocument, ValuePath } from './document';
import { suggest } from '../shared/suggest';
import { constraintsOf } from './constraints';
import type { OdcsProperty, OdcsQuality, OdcsTable } from './odcs';
import { underPresentName } from './older-rules';
import { toRule } from './quality-rule';
import { type QualityRule, SEVERITIES } from './rule';

/**
 * Constraints and `quality` of every column, then the table's own rules, in file order.
 *
 * @param name `<layer>.<table>`
 */
export function readRules(
  name: string,
  table: OdcsTable,
  document: ContractDocument,
  tablePath: ValuePath,
): QualityRule[] {
  const read = (qualities: readonly OdcsQuality[] | undefined, column: OdcsProperty | undefined, path: ValuePath) =>
    qualityRules(qualities ?? [], column, name, document, [...path, 'quality']);
  const columns = (table.properties ?? []).flatMap((column, position) => [
    ...constraintsOf(column, (option, message, remedy) => {
      const at = [...tablePath, 'properties', position, 'logicalTypeOptions', option];
      document.report('constraint-invalid', at, message, remedy);
    }),
    ...read(column.quality, column, [...tablePath, 'properties', position]),
  ]);
  return [...columns, ...read(table.quality, undefined, tablePath)];
}

function qualityRules(
  qualities: readonly OdcsQuality[],
  column: OdcsProperty | undefined,
  table: string,
  document: ContractDocument,
  path: ValuePath,
): QualityRule[] {
  return qualities.flatMap((given, position) => {
    // A sentence for people; nothing judges it.
    if (given.type === 'text') return [];
    const at = [...path, position];
    const quality = underPresentName(given);
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
