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

/** An address at the start of a reference. */
const ADDRESS = /\$\{(azurerm_storage_(?:account|container)\.[\w-]+)\./g;

export const lockComesLast: Rule = {
  id: 'lock-comes-last',
  level: 'error',
  what: 'A lock on a storage account is made after everything below the account, and taken away before it.',
  why: 'Without the order Terraform removes a container, a grant or a policy while the lock still stands: the destroy, or the replacement of one grant, fails in the middle.',
  remedy:
    'List every container, lifecycle policy, role assignment and diagnostic setting of the account in depends_on of the lock, computed last.',
  controls: ['Well-Architected OE:05', 'Well-Architected RE:09'],
  source: 'azurerm 4.55 apply and destroy of a locked account',
  evaluate: (stack) => {
    const users = usersOf(stack);
    return forEach(
      resourcesOfType(stack, 'azurerm_management_lock').filter(({ body }) => body['lock_level'] === 'CanNotDelete'),
      (lock) => judge(stack, lock, users),
    );
  },
};

/** What lies below an account or a container, by the address it refers to. */
function usersOf(stack: SynthesizedStack): ReadonlyMap<string, readonly StackResource[]> {
  const users = new Map<string, StackResource[]>();
  for (const resource of resourcesOfType(stack, ...BELOW)) {
    const used = texts(resource.body).flatMap(({ text }) => [...text.matchAll(ADDRESS)].map(([, address]) => address));
    for (const address of new Set(used)) {
      if (address !== undefined) users.set(address, [...(users.get(address) ?? []), resource]);
    }
  }
  return users;
}

function judge(
  stack: SynthesizedStack,
  { body }: StackResource,
  users: ReadonlyMap<string, readonly StackResource[]>,
): Outcome {
  const account = follow(stack, body['scope']);
  if (!account) {
    return isExpression(body['scope'])
      ? cannotDecide(`What lies below ${body['scope']} is known only to Terraform.`)
      : COMPLIANT;
  }
  if (account.type !== 'azurerm_storage_account') return COMPLIANT;
  const children = users.get(account.address) ?? [];
  const grandchildren = children
    .filter(({ type }) => type === 'azurerm_storage_container')
    .flatMap(({ address }) => users.get(address) ?? []);
  const waited = strings(body, 'depends_on') ?? [];
  const missed = [...new Set([...children, ...grandchildren])].filter(({ address }) => !waited.includes(address));
  return missed.length === 0
    ? COMPLIANT
    : nonCompliant(`depends_on must also hold ${missed.map(({ address }) => address).join(', ')}.`);
}
