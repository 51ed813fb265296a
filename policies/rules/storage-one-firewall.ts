import { accountIsUnknown, accountOf } from '../accounts';
import { instancesOf } from '../instances';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';
import { read } from '../../synthesized/values';

export const storageOneFirewall: Rule = {
  id: 'storage-one-firewall',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A storage account states its firewall once: inline, or as a resource of its own.',
  why: 'Both write the same setting. Each apply lets the other win, so that the lake is open after every second deployment.',
  remedy:
    'Keep the inline network_rules block and delete azurerm_storage_account_network_rules, or the other way round.',
  controls: ['Well-Architected SE:06', 'Well-Architected OE:05'],
  source: 'azurerm 4.55 documentation of azurerm_storage_account_network_rules',
  evaluate: (stack) => forEach(resourcesOfType(stack, 'azurerm_storage_account'), (account) => judge(stack, account)),
};

function judge(stack: SynthesizedStack, account: StackResource): Outcome {
  const inline = read(account.body, 'network_rules').kind !== 'absent';
  const all = resourcesOfType(stack, 'azurerm_storage_account_network_rules');
  const own = all.filter(({ body }) => accountOf(stack, body) === account);
  const only = own.length === 1 ? own[0] : undefined;
  if (!inline && only !== undefined && account.body['for_each'] === undefined && instancesOf(only) === undefined) {
    return cannotDecide(`How many firewalls ${only.address} makes is known only to Terraform.`);
  }
  if (own.length + (inline ? 1 : 0) > 1) {
    const places = [...(inline ? ['network_rules'] : []), ...own.map(({ address }) => address)];
    return nonCompliant(`The firewall stands in ${places.join(' and ')}, allowed is one place.`);
  }
  const open = inline && all.find(({ body }) => accountIsUnknown(stack, body));
  return open ? cannotDecide(`Whether ${open.address} is a second firewall is known only to Terraform.`) : COMPLIANT;
}
