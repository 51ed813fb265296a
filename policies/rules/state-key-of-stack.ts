import { COMPLIANT, nonCompliant, type Rule } from '../rule';
import { objectAt } from '../../shared/json';

export const stateKeyOfStack: Rule = {
  id: 'state-key-of-stack',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'The state of a stack is kept under a key that holds the name of the stack.',
  why: 'Two stacks with one key share one state: the second plan destroys everything that the first made, and says so in a list that nobody expects to be long.',
  remedy: 'Set the key of the backend to "<stack>.tfstate".',
  controls: ['Well-Architected OE:05', 'Well-Architected RE:09'],
  source: 'Terraform azurerm backend documentation',
  evaluate: (stack) => {
    const backend = objectAt(stack.terraform, 'backend');
    if (stack.resources.length === 0 || backend['azurerm'] === undefined) return 'not-applicable';
    const key = String(objectAt(backend, 'azurerm')['key'] ?? '');
    const own = key.split(/[/.]/).includes(stack.name);
    return [
      {
        resource: { address: 'terraform.backend', path: stack.name },
        outcome: own ? COMPLIANT : nonCompliant(`The key is "${key}", must hold ${stack.name} as a part of its own.`),
      },
    ];
  },
};
