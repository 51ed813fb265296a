import { gravest, outcomeOf } from '../judge';
import { judgeLifecycle, type LifecycleRule } from '../lifecycle';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';
import { blocks } from '../../synthesized/values';

const MOST_RULES = 100;
const MOST_PREFIXES = 10;
const RULE_NAME = /^[A-Za-z0-9]{1,256}$/;

export const storageLifecycleLimits: Rule = {
  id: 'storage-lifecycle-limits',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: `A lifecycle policy has at most ${String(MOST_RULES)} rules, each with an alphanumeric name, an action and at most ${String(MOST_PREFIXES)} prefixes.`,
  why: 'Rule names, empty actions and the counts are refused by the service only, in the middle of an apply.',
  remedy: 'Name rules by letters and digits, give each an action, and split those with more prefixes.',
  controls: ['Well-Architected OE:05'],
  source: 'Azure Blob Storage lifecycle documentation (2025-06-13); azurerm 4.55 apply of wrong settings',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_storage_management_policy'), ({ body }) => {
      const count = blocks(body, 'rule')?.length ?? 0;
      return gravest([
        outcomeOf(
          count > MOST_RULES ? `${String(count)} lifecycle rules, allowed are ${String(MOST_RULES)}.` : undefined,
        ),
        judgeLifecycle(body, (rule) => outcomeOf(problem(rule))),
      ]);
    }),
};

function problem({ name, prefixes, actions }: LifecycleRule): string | undefined {
  if (!RULE_NAME.test(name)) return `Lifecycle rule "${name}": the name must be 1 to 256 letters and digits.`;
  if (actions.length === 0) return `Lifecycle rule "${name}" has no action, must have one.`;
  return prefixes.length > MOST_PREFIXES
    ? `Lifecycle rule "${name}" has ${String(prefixes.length)} prefixes, allowed are ${String(MOST_PREFIXES)}.`
    : undefined;
}
