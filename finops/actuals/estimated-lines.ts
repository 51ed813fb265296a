/** The lines of an estimate by what a bill calls them: the resource's own name, and the meter of its price. */
import { Decimal } from 'decimal.js';
import { follow } from '../../synthesized/references';
import type { StackResource, SynthesizedStack } from '../../synthesized/stack';
import type { Estimate } from '../estimate';
import { literalText } from '../literals';
import type { PriceSheet } from '../price-sheet';
import { accountOf, CONTAINER_TYPES } from '../usage/storage';
import type { MonthlyBill } from './bill';
import { unitsIn } from './bill-services';
import { nameOf } from './spend';
import type { BilledLine, EstimatedLine } from './variance';

/** Arguments that name the resource under which Azure bills something. */
const BILLED_UNDER = ['storage_account_id', 'key_vault_id', 'storage_account_name'] as const;

/**
 * @param share of a month that the bill covers, 0 to 1: quantities and dollars of the estimate are taken by as much
 * @param sheetOf prices of a region, for the name of the meter
 */
export function estimatedLines(
  { items }: Estimate,
  stacks: readonly SynthesizedStack[],
  sheetOf: (region: string) => PriceSheet | undefined,
  region: string,
  share: Decimal,
): readonly EstimatedLine[] {
  return items.map((item) => {
    const stack = stacks.find(({ name }) => name === item.stack);
    const resource = stack?.resources.find(({ address }) => address === item.address);
    const sheet = sheetOf(item.priceRegion) ?? sheetOf(region);
    return {
      resource: (stack && resource && billedName(stack, resource)) ?? item.address,
      meter: sheet?.rows.get(item.priceKey)?.api?.meterName ?? item.priceKey,
      item: {
        ...item,
        quantity: new Decimal(item.quantity).times(share).toDecimalPlaces(4).toFixed(),
        monthlyUsd: new Decimal(item.monthlyUsd).times(share).toFixed(4),
      },
    };
  });
}

/** A container is billed with its account, a key with its vault, all else under its own name. */
function billedName(stack: SynthesizedStack, resource: StackResource): string | undefined {
  const owner = CONTAINER_TYPES.includes(resource.type)
    ? accountOf(stack, resource)
    : BILLED_UNDER.map((argument) => follow(stack, resource.body[argument])).find((found) => found !== undefined);
  return literalText((owner ?? resource).body, 'name')?.toLowerCase();
}

/** Bills in the units of an estimate: `10K` operations are ten thousand. */
export function billedLines(bills: readonly MonthlyBill[]): readonly BilledLine[] {
  return bills
    .flatMap(({ lines }) => lines)
    .map(({ resourceId, meter, quantity, unit, usd }) => ({
      resource: nameOf(resourceId),
      meter,
      quantity: quantity.times(unitsIn(unit)),
      usd,
    }));
}
