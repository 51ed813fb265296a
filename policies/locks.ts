import { LOCKED_FOR_DATA } from '../azure/locks';
import { belowLock } from '../synthesized/below-lock';
import { follow, isExpression } from '../synthesized/references';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../synthesized/stack';
import { cannotDecide, COMPLIANT, type Outcome } from './rule';

export function deleteLocks(stack: SynthesizedStack): readonly StackResource[] {
  return resourcesOfType(stack, 'azurerm_management_lock').filter(({ body }) => body['lock_level'] === 'CanNotDelete');
}

/** Judges what lies below a lock on something that holds data; undecided where only Terraform can tell what that is. */
export function judgeBelow(
  stack: SynthesizedStack,
  { body }: StackResource,
  judge: (below: readonly StackResource[]) => Outcome,
): Outcome {
  const locked = follow(stack, body['scope']);
  if (locked === undefined) {
    return isExpression(body['scope'])
      ? cannotDecide(`What lies below ${body['scope']} is known only to Terraform.`)
      : COMPLIANT;
  }
  if (!LOCKED_FOR_DATA.some((type) => type === locked.type)) return COMPLIANT;
  return judge(belowLock(locked.address, stack.resources));
}
