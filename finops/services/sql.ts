import { Decimal } from 'decimal.js';

import { read, sameValue } from '../../synthesized/values';
import { free, onceInEnvironment, unpriced, type Charge, type Pricer } from '../charge';
import { literalText } from '../literals';

/** Serverless SQL, which every workspace has: terabytes processed. */
export const priceWorkspace: Pricer = onceInEnvironment((_, { usage }) =>
  usage.serverlessSqlTb === undefined
    ? unpriced('neither a workload nor what serverless SQL processes is stated')
    : usage.serverlessSqlTb === 0
      ? free('a workspace costs nothing; no serverless SQL usage is stated')
      : [
          {
            kind: 'charge',
            priceKey: 'synapse.serverless.dataProcessed',
            quantity: new Decimal(usage.serverlessSqlTb),
            layer: 'shared',
            component: 'serverless sql',
            description: 'Serverless SQL, data processed',
            note: 'read, transferred and written data',
          },
        ],
);

/** A dedicated pool: hours online by size, storage always. */
export const priceSqlPool: Pricer = ({ body }, { usage, sheet }) => {
  const name = literalText(body, 'name');
  const stated = name === undefined ? undefined : usage.sqlPools[name];
  if (!stated) {
    return unpriced(`no usage is stated for the SQL pool ${name ?? 'whose name is computed'}`);
  }
  const sku = literalText(body, 'sku_name') ?? '';
  const units = /^DW(\d+)c$/.exec(sku)?.[1];
  if (units === undefined) {
    return unpriced(`the size "${sku}" is no DW<number>c`);
  }
  const hundreds = new Decimal(units).div(100);
  const charge = (priceKey: string, quantity: Decimal, description: string, note: string): Charge => ({
    kind: 'charge',
    priceKey,
    quantity,
    layer: 'shared',
    component: 'dedicated sql',
    description: `SQL pool ${String(name)}, ${description}`,
    note,
  });
  const stored = new Decimal(stated.storedTb);
  const backup = read(body, 'geo_backup_policy_enabled');
  const hasBackup = !(backup.kind === 'literal' && sameValue(backup.value, false));
  return [
    charge(
      'synapse.dedicated.dw100c',
      hundreds.times(stated.onlineHours),
      `${sku} online`,
      `${String(Math.round(stated.onlineHours * 100) / 100)} h of ${String(sheet.hoursPerMonth)} x ${hundreds.toString()}`,
    ),
    charge(
      'synapse.dedicated.storage.lrs',
      stored,
      'storage',
      'billed while paused too; a GRS pool is priced like LRS',
    ),
    ...(hasBackup ? [charge('synapse.dedicated.drBackup.ragrs', stored, 'geo backup', 'on unless switched off')] : []),
  ];
};
