import { texts } from '../../synthesized/values';
import { COMPLIANT, forEach, nonCompliant, type Rule } from '../rule';

export const noUnresolvedTokens: Rule = {
  id: 'no-unresolved-tokens',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'No value in the JSON is a cdktf token that was never resolved, or the text of a value that was not there.',
  why: 'A token glued to text, or read before its construct was ready, is written as it stands: Azure gets a resource with a name like ${TfToken[TOKEN.3]}, and Terraform a syntax error at best.',
  remedy:
    'Build the value with Fn.join or a template string of whole tokens, and never inside of JSON.stringify without Token.asString.',
  controls: ['Well-Architected OE:05'],
  source: 'cdktf 0.21 synthesis',
  evaluate: (stack) =>
    forEach(stack.resources, ({ body }) => {
      const bad = texts(body).find(({ text }) => /TfToken\[|\[object Object\]|^(?:undefined|NaN)$/.test(text));
      return bad === undefined ? COMPLIANT : nonCompliant(`${bad.at} is "${bad.text}".`);
    }),
};
