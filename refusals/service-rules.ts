import { rules } from '../policies/rules';
import type { SynthCheck, Violation } from './check';

/** The rules about what Azure or the provider cannot do; the others are judged in the review. */
export const serviceRules: readonly SynthCheck[] = rules
  .filter(({ when }) => when === 'synth')
  .map((rule) => ({
    id: rule.id,
    find: (stack) => {
      const verdict = rule.evaluate(stack);
      return verdict === 'not-applicable'
        ? []
        : verdict.flatMap(({ resource: { path }, outcome }): readonly Violation[] =>
            outcome.kind === 'non-compliant'
              ? [{ path, check: rule.id, message: outcome.message, remedy: rule.remedy }]
              : [],
          );
    },
  }));
