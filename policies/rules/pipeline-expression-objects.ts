import { judgeActivities, nameOf } from '../activities';
import { isJsonObject, objectAt } from '../../shared/json';
import type { Rule } from '../rule';

const EXPRESSIONS: Readonly<Record<string, string>> = {
  ForEach: 'items',
  Filter: 'items',
  IfCondition: 'expression',
  Until: 'expression',
};

export const pipelineExpressionObjects: Rule = {
  id: 'pipeline-expression-objects',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'items and expression of a control activity are objects: { "type": "Expression", "value": "@..." }.',
  why: 'A plain string looks right and fails during the apply, with a list of bytes in place of a reason.',
  remedy: 'Wrap the text in an Expression object whose value begins with @.',
  controls: ['Well-Architected OE:05'],
  source: 'azurerm 4.55 provider source; apply of wrong settings',
  evaluate: (stack) =>
    judgeActivities(stack, (activity) => {
      const argument = EXPRESSIONS[String(activity['type'])];
      if (argument === undefined) return undefined;
      const value = objectAt(activity, 'typeProperties')[argument];
      return isJsonObject(value) && value['type'] === 'Expression' && String(value['value']).startsWith('@')
        ? undefined
        : `${argument} of ${nameOf(activity)} is ${JSON.stringify(value)}, must be an Expression object.`;
    }),
};
