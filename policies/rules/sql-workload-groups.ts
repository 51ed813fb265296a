import { judgeArguments, undecided } from '../judge';
import { instancesOf } from '../instances';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource } from '../../synthesized/stack';
import { read } from '../../synthesized/values';

const MIN = 'min_resource_percent';

export const sqlWorkloadGroups: Rule = {
  id: 'sql-workload-groups',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'The workload groups of a SQL pool reserve at most 100 percent together, and none reserves more than it may use.',
  why: 'Each group is checked alone. Together above 100, or a minimum above its maximum, the service refuses the group that comes last, after the others took their share.',
  remedy: 'Lower min_resource_percent until the groups of one pool sum up to 100 or less.',
  controls: ['Well-Architected PE:05'],
  source: 'Azure Synapse workload management documentation; azurerm 4.55 apply of wrong settings',
  evaluate: (stack) => {
    const groups = resourcesOfType(stack, 'azurerm_synapse_sql_pool_workload_group');
    return forEach(groups, (group) => judge(group, groups));
  },
};

function judge(group: StackResource, groups: readonly StackResource[]): Outcome {
  const alone = judgeArguments(group.body, [MIN, 'max_resource_percent'], (min, max) =>
    Number(min ?? 0) <= Number(max ?? 100) ? undefined : `${MIN} is ${String(min)}, must be ${String(max)} or less.`,
  );
  if (alone !== COMPLIANT) return alone;
  // Counted up to this one, so that the group that passes 100 is the finding and not all of them.
  const upToHere = groups
    .slice(0, groups.indexOf(group) + 1)
    .filter(({ body }) => body['sql_pool_id'] === group.body['sql_pool_id'])
    .map((one) => ({ value: read(one.body, MIN), count: instancesOf(one) }));
  const sum = upToHere.reduce(
    (total, { value, count }) => total + (value.kind === 'literal' ? Number(value.value) * (count ?? 1) : 0),
    0,
  );
  if (sum > 100) return nonCompliant(`The groups of the pool reserve ${String(sum)} percent, allowed are 100.`);
  if (upToHere.some(({ count }) => count === undefined)) {
    return cannotDecide('How many groups the pool has is known only to Terraform.');
  }
  const unknown = upToHere.map(({ value }) => value).find(({ kind }) => kind === 'unresolved');
  return unknown?.kind === 'unresolved' ? undecided(MIN, unknown.expression) : COMPLIANT;
}
