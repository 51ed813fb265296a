import { gravest } from '../judge';
import { judgeLifecycle, TIERS, type LifecycleAction } from '../lifecycle';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const storageLifecycleOrder: Rule = {
  id: 'storage-lifecycle-order',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A lifecycle rule goes from cool to cold to archive to delete, each step later than the one before.',
  why: 'When two steps are due, Azure takes the cheapest: cool after 90 days beside archive after 30 never happens, and delete before archive destroys what was to be kept. Nobody checks the order before the service.',
  remedy: 'Give every colder step more days than the warmer one, measured from the same time.',
  controls: ['Well-Architected CO:10'],
  source: 'Azure Blob Storage lifecycle documentation (2025-06-13)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_management_policy'), ({ body }) =>
      judgeLifecycle(body, ({ name, actions }) =>
        gravest(
          (['base_blob', 'snapshot', 'version'] as const).map((block) =>
            ordered(
              name,
              TIERS.flatMap((tier) => actions.filter((action) => action.block === block && action.tier === tier)),
            ),
          ),
        ),
      ),
    ),
};

function ordered(name: string, steps: readonly LifecycleAction[]): Outcome {
  const pairs = steps.flatMap((colder, at) => {
    const warmer = steps[at - 1];
    return warmer && warmer.timeBase === colder.timeBase ? [{ warmer, colder }] : [];
  });
  const wrong = pairs.find(
    ({ warmer, colder }) => warmer.days !== undefined && colder.days !== undefined && colder.days <= warmer.days,
  );
  if (wrong) {
    const { warmer, colder } = wrong;
    return nonCompliant(
      `Lifecycle rule "${name}": ${colder.tier} after ${String(colder.days)} days must come after ${warmer.tier} (${String(warmer.days)}).`,
    );
  }
  return pairs.some(({ warmer, colder }) => warmer.days === undefined || colder.days === undefined)
    ? cannotDecide(`The days of lifecycle rule "${name}" are known only to Terraform.`)
    : COMPLIANT;
}
