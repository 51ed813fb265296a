import { judgeActivities, nameOf } from '../activities';
import { objectAt } from '../../shared/json';
import type { Rule } from '../rule';

/** Numbers that the provider reads into a typed field, by where they stand. */
const NUMBERS = ['numExecutors', 'batchCount', 'waitTimeInSeconds', 'parallelCopies', 'dataIntegrationUnits'] as const;
const POLICY_NUMBERS = ['retry', 'retryIntervalInSeconds'] as const;

export const pipelineLiteralNumbers: Rule = {
  id: 'pipeline-literal-numbers',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: `${[...NUMBERS, ...POLICY_NUMBERS].join(', ')} of an activity are literal numbers.`,
  why: 'Data Factory takes an expression there and the provider does not: the apply fails with a list of bytes in place of a reason.',
  remedy: 'Write the number; where it must vary, make one activity a case and choose between them.',
  controls: ['Well-Architected OE:05'],
  source: 'azurerm#28837; azurerm 4.55 apply of wrong settings',
  evaluate: (stack) =>
    judgeActivities(stack, (activity) => {
      const properties = objectAt(activity, 'typeProperties');
      const policy = objectAt(activity, 'policy');
      const values = [
        ...NUMBERS.map((name) => [name, properties[name]] as const),
        ...POLICY_NUMBERS.map((name) => [name, policy[name]] as const),
      ];
      const odd = values.find(([, value]) => value !== undefined && typeof value !== 'number');
      return odd && `${odd[0]} of ${nameOf(activity)} is ${JSON.stringify(odd[1])}, must be a number.`;
    }),
};
