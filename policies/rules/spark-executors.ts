import { isTrue, judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const sparkExecutors: Rule = {
  id: 'spark-executors',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'Dynamic allocation goes from at least one executor up to the nodes of the pool but one.',
  why: 'Left out, both ends are sent as 0. A minimum above the maximum, or more executors than nodes, passes the plan and makes every job of the pool wait for ever.',
  remedy: 'Set 1 <= min_executors <= max_executors <= max_node_count - 1.',
  controls: ['Well-Architected PE:05', 'Well-Architected CO:12'],
  source: 'azurerm 4.55 provider source; apply of wrong settings (upper end reasoned)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_synapse_spark_pool'), ({ body }) =>
      judgeArguments(
        body,
        [
          'dynamic_executor_allocation_enabled',
          'min_executors',
          'max_executors',
          'auto_scale.max_node_count',
          'node_count',
        ],
        (dynamic, min, max, scaled, fixed) => {
          if (!isTrue(dynamic)) return undefined;
          const most = Number(scaled ?? fixed) - 1;
          return Number(min) >= 1 && Number(min) <= Number(max) && Number(max) <= most
            ? undefined
            : `min_executors is ${shown(min)} and max_executors ${shown(max)}, must be 1 <= min <= max <= ${String(most)}.`;
        },
      ),
    ),
};
