import { join } from 'node:path';
import type { TableContract } from '../../contracts/contract';
import { loadContracts } from '../../contracts/load';
import { environments } from '../../environments';
import { addStacks } from '../../stacks';
import { synthesize, type Synthesis } from './synth';

export function shippedContracts(): readonly TableContract[] {
  return loadContracts(join(__dirname, '..', '..', 'contracts', 'tables'));
}

/** The stacks that this repository ships: all six, or the two of one environment. */
export function synthesizeShipped(environment?: string): Synthesis {
  const contracts = shippedContracts();
  const chosen = environments.filter(({ name }) => environment === undefined || name === environment);
  return synthesize((app) => addStacks(app, chosen, contracts));
}
