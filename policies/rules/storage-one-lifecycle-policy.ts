import { accountIsUnknown, accountOf } from '../accounts';
import { differsByInstance, instancesOf } from '../instances';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';

export const storageOneLifecyclePolicy: Rule = {
  id: 'storage-one-lifecycle-policy',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A storage account has at most one azurerm_storage_management_policy.',
  why: 'Azure keeps one policy an account. Two of them both apply without an error and undo each other at every deployment: half of the rules are missing at any time.',
  remedy: 'Put all rules into one policy, owned by the construct that owns the account.',
  controls: ['Well-Architected OE:05', 'GDPR art. 5(1)(e)'],
  source: 'azurerm 4.55 apply of two policies',
  evaluate: (stack) => forEach(resourcesOfType(stack, 'azurerm_storage_account'), (account) => judge(stack, account)),
};

function judge(stack: SynthesizedStack, account: StackResource): Outcome {
  const policies = resourcesOfType(stack, 'azurerm_storage_management_policy');
  const own = policies.filter(({ body }) => accountOf(stack, body) === account);
  // Instances of a policy that each name an account of their own are one policy per account.
  const counts = own.map((policy) => (differsByInstance(policy.body['storage_account_id']) ? 1 : instancesOf(policy)));
  const known = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  if (known > 1) {
    return nonCompliant(`${String(known)} policies: ${own.map(({ address }) => address).join(', ')}, allowed is 1.`);
  }
  if (counts.includes(undefined)) {
    return cannotDecide(
      `How many policies ${own.map(({ address }) => address).join(', ')} makes is known only to Terraform.`,
    );
  }
  const open = policies.find(({ body }) => accountIsUnknown(stack, body));
  return own.length === 1 && open
    ? cannotDecide(`Whether ${open.address} is a second policy of the account is known only to Terraform.`)
    : COMPLIANT;
}
