import { holdsDelta } from '../delta';
import { follow, isExpression } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';

const TARGET = 'storage_container_resource_manager_id';

export const deltaContainersNeverLocked: Rule = {
  id: 'delta-containers-never-locked',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'No immutability policy lies on a container that holds Delta tables.',
  why: 'A table overwrites its last checkpoint and removes files: in an immutable container the first OPTIMIZE or VACUUM fails, a deletion request can no longer be met, and a locked policy cannot be taken back.',
  remedy: 'Keep evidence in a container of its own, and lock that one.',
  controls: ['GDPR art. 17', 'Well-Architected RE:09'],
  source: 'Azure immutable storage documentation; Delta Lake protocol (reasoned)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_container_immutability_policy'), (policy) => judge(stack, policy)),
};

function judge(stack: SynthesizedStack, { body }: StackResource): Outcome {
  const container = follow(stack, body[TARGET]);
  const name = container
    ? container.body['name']
    : String(body[TARGET] ?? '')
        .split('/')
        .at(-1);
  if (isExpression(name) || (!container && isExpression(body[TARGET]))) {
    return cannotDecide(`The container behind ${String(body[TARGET])} is known only to Terraform.`);
  }
  return holdsDelta(String(name))
    ? nonCompliant(`The container ${String(name)} holds Delta tables and must not be immutable.`)
    : COMPLIANT;
}
