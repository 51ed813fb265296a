import { Decimal } from 'decimal.js';

import { free, onceInEnvironment, unpriced, type Pricer } from '../charge';
import { literalText } from '../literals';

export const priceKeyVault: Pricer = onceInEnvironment((_, { usage }) => [
  {
    kind: 'charge',
    priceKey: 'keyVault.operations',
    quantity: new Decimal(usage.keyVaultOperations),
    layer: 'shared',
    component: 'security',
    description: 'Key Vault, operations',
    note: '',
  },
]);

export const priceKey: Pricer = ({ body }) => {
  const kind = literalText(body, 'key_type');
  return kind === 'RSA' || kind === 'EC'
    ? free('a software key is paid by its operations')
    : unpriced('keys in hardware have a monthly price that is not in the sheet');
};
