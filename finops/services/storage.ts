import { Decimal } from 'decimal.js';

import { unpriced, type Charge, type CostLayer, type Pricer } from '../charge';
import { isTrue, literalText } from '../literals';
import type { PriceRules } from '../price-sheet';
import { TIERS, type BlobTier } from '../simulation/tiers';
import { layerOf } from '../usage/flows';
import type { ContainerUsage } from '../usage/resolved';
import { accountOf } from '../usage/storage';

/** Redundancies share write meters: what a read-only second region adds is capacity. */
const WRITE_METER: Readonly<Record<string, string>> = {
  LRS: 'lrs',
  ZRS: 'zrs',
  GRS: 'grs',
  RAGRS: 'grs',
  GZRS: 'gzrs',
  RAGZRS: 'gzrs',
};
const LAYERS: readonly string[] = ['landing', 'bronze', 'silver', 'gold', 'system', 'backup'];

/**
 * A container: its capacity by tier, its operations at the hierarchical-namespace rate, and what its lifecycle policy costs:
 * moves, retrieval and early deletion. Prices are those of the region in which the account stands.
 */
export const priceContainer: Pricer = (container, { stack, resources, usage, sheet }) => {
  const name = literalText(container.body, 'name');
  const stated = name === undefined ? undefined : usage.containers[name];
  if (name === undefined || stated === undefined) {
    return unpriced(`no storage usage is stated for the container ${name ?? 'whose name is computed'}`);
  }
  const namesakes = resources.filter(({ type, body }) => type === container.type && literalText(body, 'name') === name);
  if (namesakes.length > 1) {
    return unpriced(`${String(namesakes.length)} containers are named ${name}: their usage cannot be told apart`);
  }
  const account = accountOf(stack, container);
  const redundancy = account && literalText(account.body, 'account_replication_type');
  if (!account || redundancy === undefined) {
    return unpriced('its storage account, or the redundancy of it, is known only to Terraform');
  }
  if (!isTrue(account.body, 'is_hns_enabled') || literalText(account.body, 'account_tier') !== 'Standard') {
    return unpriced('only standard accounts with a hierarchical namespace are priced');
  }
  const home = (literalText(account.body, 'access_tier') ?? 'Hot').toLowerCase();
  const region = literalText(account.body, 'location') ?? sheet.region;
  const { layer } = layerOf(name);
  const owner = LAYERS.includes(layer) ? (layer as CostLayer) : 'system';
  return containerCharges(name, owner, stated, { home, redundancy, region }, sheet.rules);
};

function containerCharges(
  name: string,
  layer: CostLayer,
  usage: ContainerUsage,
  { home, redundancy, region }: Record<'home' | 'redundancy' | 'region', string>,
  rules: PriceRules,
): readonly Charge[] | ReturnType<typeof unpriced> {
  if (usage.gib.archive > 0 && rules.redundanciesWithoutArchive.includes(redundancy)) {
    return unpriced(`usage puts data into the archive tier, which ${redundancy} accounts do not have`);
  }
  const red = redundancy.toLowerCase();
  const writeRed = WRITE_METER[redundancy] ?? red;
  const charge = (
    component: 'storage capacity' | 'storage operations',
    priceKey: string,
    quantity: number,
    description: string,
    note = '',
  ): Charge => ({
    kind: 'charge',
    region,
    priceKey,
    quantity: new Decimal(quantity),
    layer,
    component,
    description: `${name}, ${description}`,
    note,
  });
  const tiers = TIERS.map((tier): readonly [string, number] => [tier, inTier(usage, tier, home)]);
  const moved = TIERS.filter((tier) => usage.movedFiles[tier] > 0);
  const retrieved = TIERS.filter((tier) => usage.retrievedGb[tier] > 0);
  const early = TIERS.filter((tier) => usage.earlyGibMonths[tier] > 0);
  const isGeo = redundancy.includes('G');
  return [
    ...tiers
      .filter(([tier, gib]) => gib > 0 || tier === home)
      .map(([tier, gib]) =>
        charge('storage capacity', `adls.hns.${tier}.${red}.stored`, gib, `${tier}, ${redundancy}`),
      ),
    charge('storage operations', `adls.hns.${home}.${writeRed}.write`, usage.writes, 'writes'),
    charge('storage operations', `adls.hns.${home}.read`, usage.reads, 'reads'),
    ...moved.map((tier) =>
      charge(
        'storage operations',
        `adls.hns.${tier}.${writeRed}.write`,
        usage.movedFiles[tier],
        `moves to ${tier}`,
        'one write at the tier for each file',
      ),
    ),
    ...retrieved.map((tier) =>
      charge(
        'storage operations',
        `adls.hns.${tier}.retrieval`,
        usage.retrievedGb[tier],
        `retrieval from ${tier}`,
        'read before it is rewritten',
      ),
    ),
    ...early.map((tier) =>
      charge(
        'storage operations',
        `adls.hns.${tier}.${red}.earlyDelete`,
        usage.earlyGibMonths[tier],
        `early deletion from ${tier}`,
        'left before its minimum stay',
      ),
    ),
    ...(isGeo && usage.writtenGb > 0
      ? [charge('storage operations', 'adls.geoReplication.transfer', usage.writtenGb, 'copied to the other region')]
      : []),
  ];
}

/** Data for which no tier is given lies in the account's default tier. */
function inTier(usage: ContainerUsage, tier: BlobTier, home: string): number {
  if (home === 'hot') return usage.gib[tier];
  if (tier === 'hot') return 0;
  return usage.gib[tier] + (tier === home ? usage.gib.hot : 0);
}
