import { deleteLocks, judgeBelow } from '../locks';
import { COMPLIANT, forEach, nonCompliant, type Rule } from '../rule';
import { strings } from '../../synthesized/values';

export const lockComesLast: Rule = {
  id: 'lock-comes-last',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A lock on a storage account, a key vault or a SQL pool is made after everything below it, and taken away before it.',
  why: 'Without the order Terraform removes a container, a grant or a policy while the lock still stands: the destroy, or the replacement of one grant, fails in the middle.',
  remedy:
    'List every container, lifecycle policy, role assignment, workload group and diagnostic setting below it in depends_on of the lock, computed last.',
  controls: ['Well-Architected OE:05', 'Well-Architected RE:09'],
  source: 'azurerm 4.55 apply and destroy of a locked account',
  evaluate: (stack) =>
    forEach(deleteLocks(stack), (lock) =>
      judgeBelow(stack, lock, (below) => {
        const waited = strings(lock.body, 'depends_on') ?? [];
        const missed = below.filter(({ address }) => !waited.includes(address));
        return missed.length === 0
          ? COMPLIANT
          : nonCompliant(`depends_on must also hold ${missed.map(({ address }) => address).join(', ')}.`);
      }),
    ),
};
