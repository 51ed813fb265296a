import { chargeOf, free, unpriced, type Pricer } from '../charge';
import { literalNumber, literalText } from '../literals';

/** The control plane; its nodes stand in pools. */
export const priceCluster: Pricer = ({ body }, { sheet }) => {
  const tier = literalText(body, 'sku_tier') ?? 'Free';
  if (tier === 'Premium') return unpriced('the price of the premium tier is not in the sheet');
  return (
    unpricedNodes(body) ??
    (tier === 'Standard'
      ? [chargeOf('aks.standard', sheet.hoursPerMonth, 'spark', 'Kubernetes control plane')]
      : free('a cluster without an uptime agreement costs its nodes'))
  );
};

function unpricedNodes(body: Parameters<Pricer>[0]['body']): ReturnType<Pricer> | undefined {
  const size = literalText(body, 'default_node_pool', 'vm_size');
  const count =
    literalNumber(body, 'default_node_pool', 'node_count') ?? literalNumber(body, 'default_node_pool', 'min_count');
  return count === 0
    ? undefined
    : unpriced(`the price of its nodes (${size ?? 'of a computed size'}) is not in the sheet`);
}

/** Spot nodes that go away when no job runs; how long jobs run on them is not in the usage. */
export const priceNodePool: Pricer = () =>
  unpriced(
    'spot prices change by the hour and how long jobs run is not stated; the most a node may cost stands in spot_max_price',
  );
