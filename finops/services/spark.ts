import { Decimal } from 'decimal.js';

import { UserError } from '../../shared/errors';
import { unpriced, type Pricer } from '../charge';
import { literalNumber, literalText } from '../literals';
import { nodeVcores } from '../../azure/node-sizes';

/** A pool is billed by vCore-hour while any node is up: nodes x vCores x hours, idle tail included. */
export const priceSparkPool: Pricer = ({ body }, { usage }) => {
  const name = literalText(body, 'name');
  const stated = name === undefined ? undefined : usage.spark[name];
  if (!stated) {
    return unpriced(`no Spark usage is stated for the pool ${name ?? 'whose name is computed'}`);
  }
  const size = literalText(body, 'node_size');
  const vcores = nodeVcores(size);
  if (vcores === undefined || literalText(body, 'node_size_family') !== 'MemoryOptimized') {
    return unpriced('only memory-optimised nodes of a literal size are priced');
  }
  const fewest = literalNumber(body, 'auto_scale', 'min_node_count') ?? literalNumber(body, 'node_count') ?? 0;
  const most = literalNumber(body, 'auto_scale', 'max_node_count') ?? literalNumber(body, 'node_count');
  if (stated.hours > 0 && (stated.averageNodes < fewest || stated.averageNodes > (most ?? stated.averageNodes))) {
    throw new UserError(
      'usage-beyond-pool',
      `Usage of the Spark pool ${String(name)}: averageNodes is ${String(stated.averageNodes)}, allowed is ${String(fewest)} to ${String(most)}, the nodes of the pool.`,
      'Correct the usage of the environment, or give the pool other limits.',
    );
  }
  const sum = `${String(stated.averageNodes)} ${String(size)} nodes x ${String(vcores)} vCores x ${String(Math.round(stated.hours * 100) / 100)} h`;
  return [
    {
      kind: 'charge',
      priceKey: 'synapse.spark.memopt.vcore',
      quantity: new Decimal(stated.averageNodes).times(vcores).times(stated.hours),
      layer: 'shared',
      component: 'spark',
      description: `Spark pool ${String(name)}`,
      note: sum,
    },
  ];
};
