import { gravest, isTrue, judgeArguments, outcomeOf } from '../judge';
import { judgeLifecycle, type LifecycleRule } from '../lifecycle';
import { follow } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type SynthesizedStack } from '../../synthesized/stack';
import type { Json } from '../../shared/json';

export const storageLifecycleTimeBase: Rule = {
  id: 'storage-lifecycle-time-base',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'Each step of a lifecycle rule counts from one time, and last access only on an account that tracks it.',
  why: 'Two time bases for one step fail in the middle of an apply. Without last_access_time_enabled there is no last access to count from.',
  remedy:
    'Keep one of modification, creation and last access for each step, and set blob_properties.last_access_time_enabled for the last.',
  controls: ['Well-Architected CO:10'],
  source: 'azurerm 4.55 provider source (checked on apply only)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_management_policy'), ({ body }) =>
      judgeLifecycle(body, (rule) =>
        gravest([outcomeOf(doubled(rule)), tracked(stack, body['storage_account_id'], rule)]),
      ),
    ),
};

function doubled({ name, actions }: LifecycleRule): string | undefined {
  const twice = actions.find(({ block, tier, timeBase }, at) =>
    actions.some(
      (other, position) =>
        position > at &&
        other.block === block &&
        other.tier === tier &&
        // The last tier change is a second condition, not a second time base.
        ![timeBase, other.timeBase].includes('last_tier_change'),
    ),
  );
  return twice && `Lifecycle rule "${name}": ${twice.tier} counts from more than one time, allowed is one.`;
}

function tracked(stack: SynthesizedStack, account: Json | undefined, { name, actions }: LifecycleRule): Outcome {
  if (!actions.some(({ timeBase }) => timeBase === 'last_access_time')) return COMPLIANT;
  const target = follow(stack, account);
  if (!target) return cannotDecide('Whether the account tracks last access is known only to Terraform.');
  return judgeArguments(target.body, ['blob_properties.last_access_time_enabled'], (enabled) =>
    isTrue(enabled)
      ? undefined
      : `Lifecycle rule "${name}" counts from last access, which needs last_access_time_enabled on ${target.address}.`,
  );
}
