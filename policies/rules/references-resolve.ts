import { texts } from '../../synthesized/values';
import { COMPLIANT, forEach, nonCompliant, type Rule } from '../rule';

const INTERPOLATION = /\$\{([^}]*)\}/g;
const MANAGED = /(?<![\w.])(azurerm_\w+|azapi_\w+|random_\w+|terraform_data)\.([A-Za-z_][\w-]*)/g;

export const referencesResolve: Rule = {
  id: 'references-resolve',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'Every reference to a resource, and every depends_on, leads to a resource of the same stack.',
  why: 'A construct of another stack that is used without a cross-stack reference, or a renamed one, leaves an address behind that nothing has. Synthesis says nothing; Terraform refuses the whole stack.',
  remedy: 'Synthesize with app.synth(), pass the construct and not its address, or take the value from an output.',
  controls: ['Well-Architected OE:05'],
  source: 'cdktf 0.21 synthesis (cross-stack references)',
  evaluate: (stack) => {
    const addresses = new Set(stack.resources.map(({ address }) => address));
    return forEach(stack.resources, ({ body }) => {
      const used = texts(body).flatMap(({ at, text }) =>
        at === 'depends_on'
          ? [text.replace(/^\$\{(.*)\}$/s, '$1')]
          : [...text.matchAll(INTERPOLATION)].flatMap(([, inner]) =>
              [...(inner ?? '').matchAll(MANAGED)].map(([address]) => address),
            ),
      );
      const lost = used.find((address) => !/^(?:data|module)\./.test(address) && !addresses.has(address));
      return lost === undefined ? COMPLIANT : nonCompliant(`${lost} is not in this stack.`);
    });
  },
};
