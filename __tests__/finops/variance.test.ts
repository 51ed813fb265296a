import { Decimal } from 'decimal.js';
import { compareWithBill, type BilledLine, type EstimatedLine } from '../../finops/actuals/variance';
import { estimateEnvironment } from '../../finops/estimate';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import { lake, USAGE } from './fixture';

const estimate = estimateEnvironment([lake()], USAGE, loadPriceSheet('eastus'));
const lines: readonly EstimatedLine[] = estimate.items.map((item) => ({
  resource: item.address.split('.')[1] ?? '',
  meter: item.priceKey,
  item,
}));

/** The bill of a month in which everything went as estimated. */
const asEstimated: readonly BilledLine[] = estimate.items
  .filter(({ monthlyUsd }) => monthlyUsd !== '0.00')
  .map(({ address, priceKey, quantity, monthlyUsd }) => ({
    resource: `/subscriptions/S/resourceGroups/RG/providers/x/${(address.split('.')[1] ?? '').toUpperCase()}`,
    meter: priceKey,
    quantity: new Decimal(quantity),
    usd: new Decimal(monthlyUsd),
  }));

const line = (meter: string): BilledLine => {
  const found = asEstimated.find((billed) => billed.meter === meter);
  if (found === undefined) throw new Error(meter);
  return found;
};

test('a bill as estimated has no variance', () => {
  expect(compareWithBill(estimate, lines, asEstimated)).toMatchObject({ deltaUsd: '0.00', variances: [] });
});

test('five planted causes are named, and add up', () => {
  const spark = line('synapse.spark.memopt.vcore');
  const online = line('synapse.dedicated.dw100c');
  const serverless = line('synapse.serverless.dataProcessed');
  const bill = [
    ...asEstimated.filter((billed) => ![spark, online, serverless].includes(billed)),
    // 2,400 vCore-hours became 3,600: 1,200 x 0.138.
    { ...spark, quantity: new Decimal(3600), usd: new Decimal('496.80') },
    // 352 hours cost 1.80 instead of 1.51: 352 x 0.29.
    { ...online, usd: new Decimal('633.60') },
    // Serverless SQL did not run: its 10.00 are not billed.
    { resource: '/x/forgotten-vm', meter: 'D4s v5', quantity: new Decimal(730), usd: new Decimal('167.90') },
    { resource: '/x/mart', meter: 'Data Transfer Out', quantity: new Decimal(100), usd: new Decimal('8.70') },
  ];
  const report = compareWithBill(estimate, lines, bill);
  expect(
    report.variances.map(({ resource, cause, deltaUsd, byPriceUsd, byQuantityUsd }) => [
      resource,
      cause,
      deltaUsd,
      byPriceUsd,
      byQuantityUsd,
    ]),
  ).toEqual([
    ['forgotten-vm', 'not foreseen', '167.90', '0.00', '0.00'],
    ['batch', 'quantity', '165.60', '0.00', '165.60'],
    ['mart', 'price', '102.08', '102.08', '0.00'],
    ['workspace', 'not billed', '-10.00', '0.00', '0.00'],
    ['mart', 'another meter', '8.70', '0.00', '0.00'],
  ]);
  // 167.90 + 165.60 + 102.08 - 10.00 + 8.70.
  expect(report.deltaUsd).toBe('434.28');
  expect(report.recalibrated).toEqual([
    { priceKey: 'synapse.spark.memopt.vcore', resource: 'batch', quantity: '3600', was: '2400' },
  ]);
});
