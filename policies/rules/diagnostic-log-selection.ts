import { judgeArguments, judgeBlocks } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const diagnosticLogSelection: Rule = {
  id: 'diagnostic-log-selection',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'Each enabled_log of a diagnostic setting names a category or a category group, not both.',
  why: 'Given both, the provider drops the group without a word: logs that were asked for never arrive, and every plan shows the same difference.',
  remedy: 'Give category and category_group an enabled_log each.',
  controls: ['Well-Architected SE:10', 'Well-Architected OE:07'],
  source: 'azurerm 4.55 provider source; apply of wrong settings',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_monitor_diagnostic_setting'), ({ body }) =>
      judgeBlocks(body, 'enabled_log', (log) =>
        judgeArguments(log, ['category', 'category_group'], (category, group) =>
          (category === undefined) !== (group === undefined)
            ? undefined
            : `enabled_log has category ${String(category)} and category_group ${String(group)}, must have one.`,
        ),
      ),
    ),
};
