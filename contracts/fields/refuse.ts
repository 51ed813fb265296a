/** Reports every field of a contract that no code implements. */
import type { ContractDocument, ValuePath } from '../document';
import { fieldAt } from './enumerate';
import { TREATMENTS } from './treatments';

export function refuseFields(document: ContractDocument): void {
  visit(document.content, [], document);
}

function visit(value: unknown, path: ValuePath, document: ContractDocument): void {
  const treatment = TREATMENTS.get(fieldAt(path));
  if (treatment?.kind === 'documentation') return;
  if (treatment?.kind === 'rejected') {
    if (treatment.unless?.includes(value) !== true) {
      document.report(
        'field-without-effect',
        path,
        `'${fieldAt(path)}' has no effect: ${treatment.why}`,
        treatment.remedy,
      );
    }
    return;
  }
  if (Array.isArray(value)) value.forEach((item, position) => visit(item, [...path, position], document));
  else if (value !== null && typeof value === 'object') {
    for (const [key, child] of Object.entries(value)) visit(child, [...path, key], document);
  }
}
