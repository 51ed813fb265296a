import type { TerraformStack } from 'cdktf';
import { UserError } from '../shared/errors';
import { lockProblems, type AddressLock } from '../synthesized/address-lock';
import { judgeAtSynth } from './judge-at-synth';

/**
 * When the stack is synthesized, nothing that holds data has lost its address or is about to be replaced. A
 * `prevent_destroy` cannot do this: it is gone together with the block it stands in.
 */
export function guardAddresses(stack: TerraformStack, lock: AddressLock): void {
  judgeAtSynth(stack, (synthesized) => {
    const problems = lockProblems(lock, synthesized);
    return problems.length === 0
      ? undefined
      : new UserError(
          'address-lock-broken',
          problems.map(({ path, message }) => `${path}: ${message}`).join('\n'),
          [...new Set(problems.map(({ remedy }) => remedy))].join('\n'),
        );
  });
}
