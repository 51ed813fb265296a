import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Rule } from 'medallion/policies';
import { resourcesOfType } from 'medallion/synthesized';

/** A rule of your own. Every file of this folder is one; `npx medallion policy` judges them beside those of the package. */
export const rule: Rule = {
  id: 'cost-center-named',
  level: 'warning',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'A resource group says which cost centre pays for it.',
  why: 'A bill that nobody owns is paid by everybody.',
  remedy: 'Set the tag CostCenter in tags of the environment.',
  controls: [],
  source: 'Our own rule',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_resource_group'), ({ body: { tags } }) => {
      if (typeof tags === 'string') return cannotDecide('tags is a reference.');
      const named = typeof tags === 'object' && tags !== null && 'CostCenter' in tags;
      return named ? COMPLIANT : nonCompliant('the tag CostCenter is missing.');
    }),
};
