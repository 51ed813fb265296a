import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Rule } from '../../policies/rule';
import { resourcesOfType } from '../../synthesized/stack';

/** A rule of one's own, judged with `npx medallion policy --rules examples/rules`. */
export const rule: Rule = {
  id: 'only-in-europe',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'A storage account stands in a European region.',
  why: 'Our customers were promised that their data stays in the Union, and no scanner knows of that promise.',
  remedy: 'Set the location of the environment to northeurope or westeurope.',
  controls: ['GDPR art. 44'],
  source: 'Data processing agreement, section 4.2',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_account'), ({ body: { location } }) => {
      if (typeof location !== 'string' || location.includes('${')) return cannotDecide('location is a reference.');
      return location.endsWith('europe')
        ? COMPLIANT
        : nonCompliant(`location is ${location}, must be a European region.`);
    }),
};
