import { Decimal } from 'decimal.js';

import type { Pricer } from '../charge';

export const pricePrivateEndpoint: Pricer = (_, { sheet }) => [
  {
    kind: 'charge',
    priceKey: 'privateEndpoint.hour',
    quantity: new Decimal(sheet.hoursPerMonth),
    layer: 'shared',
    component: 'network',
    description: 'Private endpoint',
    note: 'without the data that passes through it',
  },
];
