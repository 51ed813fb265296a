import { Decimal } from 'decimal.js';

import { follow } from '../../synthesized/references';
import { unpriced, type Charge, type CostLayer, type Pricer } from '../charge';
import { isTrue, literalText } from '../literals';
import type { PriceRules } from '../price-sheet';
import type { StorageUsage } from '../../environments/usage';

const COOLER_TIERS = ['cool', 'cold', 'archive'] as const;

/** Redundancies share write meters: what a read-only second region adds is capacity. */
const WRITE_METER: Readonly<Record<string, string>> = {
  LRS: 'lrs',
  ZRS: 'zrs',
  GRS: 'grs',
  RAGRS: 'grs',
  GZRS: 'gzrs',
  RAGZRS: 'gzrs',
};

/**
 * A container: its capacity by tier, and its operations at the hierarchical-namespace rate. Operations are priced at
 * the account's default tier; what lifecycle rules add (moves, retrieval, early delete) is not in here.
 */
export const priceContainer: Pricer = (container, { stack, resources, usage, sheet }) => {
  const name = literalText(container.body, 'name');
  const stated = Object.entries(usage.storage).find(([layer]) => layer === name);
  if (name === undefined || stated === undefined) {
    return unpriced(`no storage usage is stated for the container ${name ?? 'whose name is computed'}`);
  }
  const namesakes = resources.filter(({ type, body }) => type === container.type && literalText(body, 'name') === name);
  if (namesakes.length > 1) {
    return unpriced(`${String(namesakes.length)} containers are named ${name}: their usage cannot be told apart`);
  }
  const account =
    follow(stack, container.body['storage_account_id']) ?? follow(stack, container.body['storage_account_name']);
  const redundancy = account && literalText(account.body, 'account_replication_type');
  if (!account || redundancy === undefined) {
    return unpriced('its storage account, or the redundancy of it, is known only to Terraform');
  }
  if (!isTrue(account.body, 'is_hns_enabled') || literalText(account.body, 'account_tier') !== 'Standard') {
    return unpriced('only standard accounts with a hierarchical namespace are priced');
  }
  const defaultTier = (literalText(account.body, 'access_tier') ?? 'Hot').toLowerCase();
  const region = literalText(account.body, 'location') ?? sheet.region;
  const note = region === sheet.region ? '' : `the account stands in ${region}, the price is that of ${sheet.region}`;
  return containerCharges(stated[0] as CostLayer, stated[1], { defaultTier, redundancy, note }, sheet.rules);
};

function containerCharges(
  layer: CostLayer,
  usage: StorageUsage,
  { defaultTier, redundancy, note }: Record<'defaultTier' | 'redundancy' | 'note', string>,
  rules: PriceRules,
): readonly Charge[] | ReturnType<typeof unpriced> {
  const archived = usage.tierShare?.archive ?? 0;
  if (archived > 0 && rules.redundanciesWithoutArchive.includes(redundancy)) {
    return unpriced(`usage puts data into the archive tier, which ${redundancy} accounts do not have`);
  }
  const red = redundancy.toLowerCase();
  const capacity = [...tierGib(usage, defaultTier)].map(([tier, quantity]): Charge => ({
    kind: 'charge',
    priceKey: `adls.hns.${tier}.${red}.stored`,
    quantity,
    layer,
    component: 'storage capacity',
    description: `${layer}, ${tier}, ${redundancy}`,
    note,
  }));
  const operation = (verb: string, priceKey: string, count: number): Charge => ({
    kind: 'charge',
    priceKey,
    quantity: new Decimal(count),
    layer,
    component: 'storage operations',
    description: `${layer}, ${verb}`,
    note,
  });
  return [
    ...capacity,
    operation('writes', `adls.hns.${defaultTier}.${WRITE_METER[redundancy] ?? red}.write`, usage.writes),
    operation('reads', `adls.hns.${defaultTier}.read`, usage.reads),
  ];
}

/** GiB by tier; what no share claims stays in the account's default tier. */
function tierGib(usage: StorageUsage, defaultTier: string): ReadonlyMap<string, Decimal> {
  const stored = new Decimal(usage.storedGib);
  const gib = new Map<string, Decimal>([[defaultTier, stored]]);
  for (const tier of COOLER_TIERS) {
    const moved = stored.times(usage.tierShare?.[tier] ?? 0);
    if (!moved.isZero() && tier !== defaultTier) {
      gib.set(tier, moved);
      gib.set(defaultTier, (gib.get(defaultTier) ?? stored).minus(moved));
    }
  }
  return gib;
}
