import { texts } from '../judge';
import { follow, isExpression } from '../references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../stack';
import { strings } from '../values';

/** What can neither be changed nor removed below an account once it is locked. */
const BELOW = [
  'azurerm_storage_container',
  'azurerm_storage_management_policy',
  'azurerm_role_assignment',
  'azurerm_monitor_diagnostic_setting',
] as const;

export const lockComesLast: Rule = {
  id: 'lock-comes-last',
  level: 'error',
  what: 'A lock on a storage account is made after everything below the account, and taken away before it.',
  why: 'Without the order Terraform removes a container, a grant or a policy while the lock still stands: the destroy, or the replacement of one grant, fails in the middle.',
  remedy:
    'List every container, lifecycle policy, role assignment and diagnostic setting of the account in depends_on of the lock, computed last.',
  controls: ['Well-Architected OE:05', 'Well-Architected RE:09'],
  source: 'azurerm 4.55 apply and destroy of a locked account',
  evaluate: (stack) =>
    forEach(
      resourcesOfType(stack, 'azurerm_management_lock').filter(({ body }) => body['lock_level'] === 'CanNotDelete'),
      (lock) => judge(stack, lock),
    ),
};

function judge(stack: SynthesizedStack, { body }: StackResource): Outcome {
  const account = follow(stack, body['scope']);
  if (!account) {
    return isExpression(body['scope'])
      ? cannotDecide(`What lies below ${body['scope']} is known only to Terraform.`)
      : COMPLIANT;
  }
  if (account.type !== 'azurerm_storage_account') return COMPLIANT;
  const refers = ({ body: child }: StackResource, address: string): boolean =>
    texts(child).some(({ text }) => text.includes(`\${${address}.`));
  const children = resourcesOfType(stack, ...BELOW).filter((child) => refers(child, account.address));
  const containers = children.filter(({ type }) => type === 'azurerm_storage_container');
  const grandchildren = resourcesOfType(stack, ...BELOW).filter((one) =>
    containers.some((container) => refers(one, container.address)),
  );
  const waited = strings(body, 'depends_on') ?? [];
  const missed = [...new Set([...children, ...grandchildren])].filter(({ address }) => !waited.includes(address));
  return missed.length === 0
    ? COMPLIANT
    : nonCompliant(`depends_on must also hold ${missed.map(({ address }) => address).join(', ')}.`);
}
