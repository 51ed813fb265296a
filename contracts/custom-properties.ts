import type { ContractDocument, ValuePath } from './document';
import { type OdcsCustomProperty, VENDOR } from './odcs';
import { suggest } from '../shared/suggest';
import { checkValue } from './value-schema';

/** Values of the custom properties that the vocabulary knows; everything else is reported. */
export function readCustom(
  properties: readonly OdcsCustomProperty[],
  vocabulary: Readonly<Record<string, object>>,
  document: ContractDocument,
  path: ValuePath,
): Map<string, unknown> {
  const values = new Map<string, unknown>();
  properties.forEach((given, position) => {
    const { property, value, vendor = VENDOR } = given ?? {};
    if (property === undefined || vendor !== VENDOR) return;
    const at = [...path, position];
    const schema = Object.hasOwn(vocabulary, property) ? vocabulary[property] : undefined;
    if (schema === undefined) {
      document.report(
        'unknown-key',
        at,
        `unknown custom property '${property}'`,
        suggest(property, Object.keys(vocabulary)),
      );
      return;
    }
    if (values.has(property))
      document.report('duplicate-key', at, `custom property '${property}' stands twice`, 'Keep one of them');
    const wrong = checkValue(schema, value);
    if (wrong) {
      document.reported.add(property);
      document.report(
        'value-invalid',
        [...at, 'value'],
        `custom property '${property}': ${wrong.message}`,
        wrong.remedy,
      );
    } else values.set(property, value);
  });
  return values;
}
