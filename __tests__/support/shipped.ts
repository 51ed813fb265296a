import { join } from 'node:path';
import type { TableContract } from '../../contracts/contract';
import { loadContracts } from '../../contracts/load';
import { environments } from '../../environments';
import { addStacks } from '../../stacks';
import { synthesize, type Synthesis } from './synth';

export function shippedContracts(): readonly TableContract[] {
  return loadContracts(join(__dirname, '..', '..', 'contracts', 'tables'));
}

/** The six stacks that this repository ships. */
export function synthesizeShipped(): Synthesis {
  const contracts = shippedContracts();
  return synthesize((app) => addStacks(app, environments, contracts));
}
