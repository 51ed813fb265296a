import { texts } from '../judge';
import { follow, isExpression } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';
import { strings } from '../../synthesized/values';

/** What is locked because it holds data. */
const LOCKED = ['azurerm_storage_account', 'azurerm_key_vault', 'azurerm_synapse_sql_pool'];

/** What can neither be changed nor removed below one of them once it is locked. */
const BELOW = [
  'azurerm_storage_container',
  'azurerm_storage_management_policy',
  'azurerm_role_assignment',
  'azurerm_monitor_diagnostic_setting',
  'azurerm_synapse_sql_pool_workload_group',
  'azurerm_synapse_sql_pool_workload_classifier',
] as const;

/** Removed by a call to the vault itself, which no lock stops; a grant on it is a resource of Azure's all the same. */
const PASSED_THROUGH = 'azurerm_key_vault_key';

/** An address at the start of a reference, of what something can lie below. */
const ADDRESS =
  /\$\{(azurerm_(?:storage_account|storage_container|key_vault|key_vault_key|synapse_sql_pool|synapse_sql_pool_workload_group)\.[\w-]+)\./g;

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
  evaluate: (stack) => {
    const users = usersOf(stack);
    return forEach(
      resourcesOfType(stack, 'azurerm_management_lock').filter(({ body }) => body['lock_level'] === 'CanNotDelete'),
      (lock) => judge(stack, lock, users),
    );
  },
};

/** What lies below something, by the address it refers to. */
function usersOf(stack: SynthesizedStack): ReadonlyMap<string, readonly StackResource[]> {
  const users = new Map<string, StackResource[]>();
  for (const resource of resourcesOfType(stack, ...BELOW, PASSED_THROUGH)) {
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
  const locked = follow(stack, body['scope']);
  if (!locked) {
    return isExpression(body['scope'])
      ? cannotDecide(`What lies below ${body['scope']} is known only to Terraform.`)
      : COMPLIANT;
  }
  if (!LOCKED.includes(locked.type)) return COMPLIANT;
  const children = users.get(locked.address) ?? [];
  const grandchildren = children.flatMap(({ address }) => users.get(address) ?? []);
  const waited = strings(body, 'depends_on') ?? [];
  const missed = [...new Set([...children, ...grandchildren])].filter(
    ({ address, type }) => type !== PASSED_THROUGH && !waited.includes(address),
  );
  return missed.length === 0
    ? COMPLIANT
    : nonCompliant(`depends_on must also hold ${missed.map(({ address }) => address).join(', ')}.`);
}
