import { ruleTests, type RuleCase, type RuleCases } from '../../policies/testing';
import type { SynthesizedStack } from '../../synthesized/stack';

export { stackOf, type RuleCase, type RuleCases } from '../../policies/testing';

/** The tests that every rule has, those of users too. */
export function describeRule(cases: RuleCases): void {
  describe(cases.rule.id, () => {
    for (const { name, run } of ruleTests(cases)) test(name, run);
  });
}

export function passes(name: string, stack: SynthesizedStack): RuleCase {
  return { name, stack, kind: 'compliant' };
}

export function finds(name: string, stack: SynthesizedStack, says = ''): RuleCase {
  return { name, stack, kind: 'non-compliant', says };
}

export function isOpen(name: string, stack: SynthesizedStack, says = ''): RuleCase {
  return { name, stack, kind: 'cannot-decide', says };
}
