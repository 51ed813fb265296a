import { objectAt } from '../../shared/json';
import { forEach, nonCompliant, COMPLIANT, type Rule } from '../rule';
import { strings } from '../../synthesized/values';

export const replaceTriggeredByAddress: Rule = {
  id: 'replace-triggered-by-address',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'lifecycle.replace_triggered_by holds plain addresses, <type>.<id>.',
  why: 'cdktf writes a construct given there as "${...}", which terraform init refuses: the stack cannot even be planned.',
  remedy: 'Write the string `type.logical_id` in place of the construct.',
  controls: ['Well-Architected OE:05'],
  source: 'cdktf 0.21 synthesis; terraform init',
  evaluate: (stack) =>
    forEach(
      stack.resources.filter(({ body }) => objectAt(body, 'lifecycle')['replace_triggered_by'] !== undefined),
      ({ body }) => {
        const wrong = (strings(objectAt(body, 'lifecycle'), 'replace_triggered_by') ?? []).find(
          (address) => !/^[a-z][a-z0-9_]*\.[\w-]+/.test(address),
        );
        return wrong === undefined
          ? COMPLIANT
          : nonCompliant(`replace_triggered_by holds ${wrong}, must be a plain address.`);
      },
    ),
};
