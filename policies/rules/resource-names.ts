import { fits, NAME_KIND_BY_TYPE, NAME_RULES } from '../../azure/names';
import { judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const resourceNames: Rule = {
  id: 'resource-names',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'Every resource has a name that Azure takes for its type.',
  why: 'Each type has its own rule, a name given by a reference is checked by nobody before the apply, and Azure alone refuses doubled hyphens in vaults and containers.',
  remedy: 'Shorten the name, or take out what the pattern of the type does not hold.',
  controls: ['Well-Architected OE:05'],
  source: 'azurerm 4.55 provider source (name checks); Azure naming rules (2024-05-07)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, ...Object.keys(NAME_KIND_BY_TYPE)), ({ type, body }) =>
      judgeArguments(body, ['name'], (name) => {
        const kind = NAME_KIND_BY_TYPE[type];
        const rule = kind && NAME_RULES[kind];
        return rule === undefined || fits(rule, String(name ?? ''))
          ? undefined
          : `name is ${shown(name)}, must have ${String(rule.min)} to ${String(rule.max)} characters: ${rule.says}.`;
      }),
    ),
};
