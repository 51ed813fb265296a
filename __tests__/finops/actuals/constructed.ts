/** Bills as Azure would have written them had everything gone as estimated, and what a test plants in them. */
import { Decimal } from 'decimal.js';
import { loadContracts } from '../../../contracts/load';
import { prod } from '../../../environments/prod';
import { sumUsd, type BillDay, type BillLine, type MonthlyBill } from '../../../finops/actuals/bill';
import { daysBetween, daysIn } from '../../../finops/actuals/calendar';
import { estimatedLines } from '../../../finops/actuals/estimated-lines';
import type { EstimatedLine } from '../../../finops/actuals/variance';
import { estimateEnvironment, type Estimate } from '../../../finops/estimate';
import { knownPriceSheet, loadPriceSheet } from '../../../finops/load-price-sheet';
import type { SynthesizedStack } from '../../../synthesized/stack';
import { synthesizeShipped } from '../../support/shipped';
import { join } from 'node:path';

export interface Shipped {
  readonly stacks: readonly SynthesizedStack[];
  readonly estimate: Estimate;
  readonly lines: readonly EstimatedLine[];
}

export function shippedProd(): Shipped {
  const { stacks } = synthesizeShipped('prod');
  const contracts = loadContracts(join(__dirname, '..', '..', '..', 'contracts', 'tables'));
  const estimate = estimateEnvironment(stacks, prod.usage, loadPriceSheet('eastus'), { contracts });
  return { stacks, estimate, lines: estimatedLines(estimate, stacks, knownPriceSheet, 'eastus', new Decimal(1)) };
}

/** One line of a bill and the dollars of each of its days. */
export interface Charge {
  readonly line: Omit<BillLine, 'usd'>;
  readonly usdOf: (day: string) => Decimal.Value;
}

const PROVIDERS: Readonly<Record<string, string>> = {
  spark: 'microsoft.synapse/workspaces/ws/bigdatapools',
  'dedicated sql': 'microsoft.synapse/workspaces/ws/sqlpools',
  'storage capacity': 'microsoft.storage/storageaccounts',
  'storage operations': 'microsoft.storage/storageaccounts',
};

/** Every estimated line as a charge, the same on each day of the month. */
export function asEstimated({ lines }: Pick<Shipped, 'lines'>, month: string): readonly Charge[] {
  return lines
    .filter(({ item }) => item.monthlyUsd !== '0.0000')
    .map(({ resource, meter, item }) => {
      const api = knownPriceSheet(item.priceRegion)?.rows.get(item.priceKey)?.api;
      return {
        line: {
          resourceId: `/subscriptions/s/resourcegroups/rg/providers/${PROVIDERS[item.component] ?? 'microsoft.x/y'}/${resource}`,
          resourceGroup: 'rg',
          service: api?.serviceName ?? 'Storage',
          product: api?.productName ?? '',
          meter,
          unit: '1',
          region: 'eastus',
          layer: item.layer,
          tenant: 'unallocated',
          tier: /^(hot|cool|cold|archive)\b/.exec(meter.toLowerCase())?.[1] ?? '',
          tags: { owner: 'DataEngineering' },
          quantity: new Decimal(item.quantity),
        },
        usdOf: () => new Decimal(item.monthlyUsd).div(daysIn(month)),
      };
    });
}

export function billOf(charges: readonly Charge[], month: string, lastDay = daysIn(month)): MonthlyBill {
  const all = daysBetween(`${month}-01`, `${month}-${String(lastDay).padStart(2, '0')}`);
  const days: BillDay[] = charges.flatMap(({ line, usdOf }) =>
    all.map((date) => ({ date, resourceId: line.resourceId, usd: new Decimal(usdOf(date)) })),
  );
  const lines = charges.map(({ line, usdOf }): BillLine => ({
    ...line,
    quantity: line.quantity.times(all.length).div(daysIn(month)),
    usd: all.reduce((sum, date) => sum.plus(usdOf(date)), new Decimal(0)),
  }));
  return {
    subscription: 's',
    month,
    firstDay: all[0] ?? '',
    lastDay: all.at(-1) ?? '',
    rows: days.length,
    totalUsd: sumUsd(lines),
    lines,
    days,
  };
}

/** The file that `medallion cost import` writes of a bill. */
export function billText(bill: MonthlyBill): string {
  return JSON.stringify({ schemaVersion: 1, currencies: ['USD'], ...bill });
}
