import { NODE_RANGE } from '../../azure/spark-pools';
import { judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';
import type { Json } from '../../shared/json';

const { min: FEWEST, max: MOST } = NODE_RANGE;

export const sparkNodeRange: Rule = {
  id: 'spark-node-range',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: `A Spark pool has ${String(FEWEST)} to ${String(MOST)} nodes, either fixed or scaling from fewer to more.`,
  why: 'The provider checks each number alone: a minimum above the maximum passes plan, and the service refuses it after everything else was made.',
  remedy: `Set auto_scale with ${String(FEWEST)} <= min_node_count <= max_node_count, and no node_count beside it.`,
  controls: ['Well-Architected CO:12', 'Well-Architected PE:05'],
  source: 'azurerm 4.55 provider source; apply of wrong settings',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_synapse_spark_pool'), ({ body }) =>
      judgeArguments(body, ['node_count', 'auto_scale.min_node_count', 'auto_scale.max_node_count'], problem),
    ),
};

function problem(fixed?: Json, min?: Json, max?: Json): string | undefined {
  const within = (count: Json | undefined): boolean => Number(count) >= FEWEST && Number(count) <= MOST;
  const scales = min !== undefined || max !== undefined;
  if (scales === (fixed !== undefined)) return 'The pool must have either node_count or auto_scale.';
  if (!scales) return within(fixed) ? undefined : `node_count is ${shown(fixed)}, must be ${String(FEWEST)} or more.`;
  return within(min) && within(max) && Number(min) <= Number(max)
    ? undefined
    : `auto_scale goes from ${shown(min)} to ${shown(max)}, must be ${String(FEWEST)} <= min <= max <= ${String(MOST)}.`;
}
