import { outcomeOf } from '../judge';
import { accountIsUnknown, accountOf } from '../accounts';
import { judgeLifecycle } from '../lifecycle';
import { isExpression } from '../../synthesized/references';
import { cannotDecide, forEach, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';

export const storageLifecyclePrefix: Rule = {
  id: 'storage-lifecycle-prefix',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'Every prefix of a lifecycle rule begins with the name of a container of its account, and a slash.',
  why: 'Azure compares the prefix with container/path. A prefix without its container matches nothing, for ever and in silence; one without the slash reaches every container that begins alike.',
  remedy: 'Write prefix_match as "<container>/<path>", for example "landing/events/".',
  controls: ['Well-Architected CO:10', 'GDPR art. 5(1)(e)'],
  source: 'Azure Blob Storage lifecycle documentation (2025-06-13)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_management_policy'), (policy) => judge(stack, policy)),
};

function judge(stack: SynthesizedStack, { body }: StackResource): Outcome {
  const account = accountOf(stack, body);
  const all = resourcesOfType(stack, 'azurerm_storage_container', 'azurerm_storage_data_lake_gen2_filesystem');
  const own = all.filter((container) => account && accountOf(stack, container.body) === account);
  const elsewhere =
    !account ||
    own.some((container) => isExpression(container.body['name'])) ||
    all.some((container) => accountIsUnknown(stack, container.body));
  const names = own.map((container) => String(container.body['name']));

  return judgeLifecycle(body, ({ name, prefixes }) => {
    const stray = prefixes.find((prefix) => !names.some((container) => prefix.startsWith(`${container}/`)));
    if (stray !== undefined && elsewhere && stray.includes('/')) {
      return cannotDecide(`Whether "${stray}" begins with a container is known only to Terraform.`);
    }
    return outcomeOf(
      stray === undefined
        ? undefined
        : `Lifecycle rule "${name}": prefix "${stray}" must begin with one of: ${names.map((one) => `${one}/`).join(', ')}.`,
    );
  });
}
