import { gravest, outcomeOf } from '../judge';
import { judgeLifecycle, TIERS, type LifecycleAction, type Tier } from '../lifecycle';
import { cannotDecide, COMPLIANT, forEach, type Outcome, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

/** Days that Azure bills at least, however early a blob leaves the tier. */
const BILLED_DAYS: Readonly<Partial<Record<Tier, number>>> = { cool: 30, cold: 90, archive: 180 };

export const storageLifecycleEarlyDeletion: Rule = {
  id: 'storage-lifecycle-early-deletion',
  level: 'warning',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'A blob stays in cool for 30 days, in cold for 90 and in archive for 180 before the next step takes it.',
  why: 'A tier that is left early is billed for its whole minimum: the rule that was to save money costs more than none.',
  remedy: 'Move the next step out, or leave the tier between out.',
  controls: ['Well-Architected CO:10'],
  source: 'Azure Blob Storage access tiers documentation (minimum retention per tier)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_management_policy'), ({ body }) =>
      judgeLifecycle(body, ({ name, actions }) =>
        gravest(
          (['base_blob', 'snapshot', 'version'] as const).map((block) => {
            const steps = TIERS.flatMap((tier) => actions.filter((one) => one.block === block && one.tier === tier));
            return gravest(steps.map((step, at) => stays(name, step, steps[at + 1])));
          }),
        ),
      ),
    ),
};

function stays(name: string, step: LifecycleAction, next: LifecycleAction | undefined): Outcome {
  const least = BILLED_DAYS[step.tier];
  if (!next || least === undefined || next.timeBase !== step.timeBase) return COMPLIANT;
  if (step.days === undefined || next.days === undefined) {
    return cannotDecide(`The days of lifecycle rule "${name}" are known only to Terraform.`);
  }
  const days = next.days - step.days;
  return outcomeOf(
    // The wrong order is another rule's finding.
    days > 0 && days < least
      ? `Lifecycle rule "${name}": ${String(days)} days in ${step.tier} before ${next.tier}, billed are ${String(least)}.`
      : undefined,
  );
}
