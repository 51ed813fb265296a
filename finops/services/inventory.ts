import { chargeOf, free, unpriced, type Pricer } from '../charge';
import { literalText } from '../literals';

/** Files of 128 MiB, each listed once a day. */
const MIB_PER_FILE = 128;
const DAYS = 365 / 12;

/** A template deployment is priced where it is known what it deploys: an inventory rule. */
export const priceTemplate: Pricer = ({ body }, { usage }) => {
  const template = literalText(body, 'template_content') ?? JSON.stringify(body['template_content'] ?? '');
  if (!template.includes('inventoryPolicies')) return unpriced('what its template deploys is not priced');
  const gib = Object.values(usage.containers).reduce(
    (sum, { gib }) => sum + gib.hot + gib.cool + gib.cold + gib.archive,
    0,
  );
  if (gib === 0) return free('an inventory is paid by the objects it lists, and nothing is stored');
  const objects = ((gib * 1024) / MIB_PER_FILE) * DAYS;
  return [
    chargeOf(
      'storage.inventory.objects',
      objects,
      'storage operations',
      'Inventory, objects',
      'files of 128 MiB, listed daily',
    ),
  ];
};
