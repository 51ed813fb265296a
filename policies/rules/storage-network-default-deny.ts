import { follow, pointsOutside } from '../../synthesized/references';
import { cannotDecide, COMPLIANT, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';
import { read, sameValue, type Value } from '../../synthesized/values';

export const storageNetworkDefaultDeny: Rule = {
  id: 'storage-network-default-deny',
  level: 'error',
  pack: 'baseline',
  waivable: false,
  when: 'review',
  what: 'A storage account has public access off, or a firewall whose default action is Deny.',
  why: 'Without network rules the account answers the whole internet, and a leaked token is enough to read the lake. Checkov gives no verdict at all on an account without any rules, the worst case.',
  remedy: 'Set public_network_access_enabled to false, or add network_rules with default_action Deny.',
  controls: ['CIS Azure 2.0.0: 3.8', 'Well-Architected SE:06', 'GDPR art. 32'],
  source: 'azurerm 4.55 provider source (defaults); Checkov CKV_AZURE_35',
  evaluate: (stack) => forEach(resourcesOfType(stack, 'azurerm_storage_account'), (account) => judge(stack, account)),
};

function judge(stack: SynthesizedStack, account: StackResource): Outcome {
  const publicAccess = read(account.body, 'public_network_access_enabled');
  if (publicAccess.kind === 'literal' && sameValue(publicAccess.value, false)) {
    return COMPLIANT;
  }
  const ruleResources = resourcesOfType(stack, 'azurerm_storage_account_network_rules');
  const own = ruleResources.filter(({ body }) => follow(stack, body['storage_account_id']) === account);
  const actions = [read(account.body, 'network_rules', 'default_action'), ...own.map(defaultAction)];
  const stated = actions.filter((action) => action.kind !== 'absent');

  if (stated.some((action) => action.kind === 'literal' && action.value !== 'Deny')) {
    return nonCompliant('The firewall lets every network in by default: default_action must be Deny.');
  }
  const unknown = [publicAccess, ...stated].find((value) => value.kind === 'unresolved');
  if (unknown?.kind === 'unresolved') {
    return stated.some((action) => action.kind === 'literal')
      ? COMPLIANT
      : cannotDecide(`Public access depends on ${unknown.expression}, known only to Terraform.`);
  }
  if (stated.length > 0) {
    return COMPLIANT;
  }
  const elsewhere = ruleResources.find(({ body }) => pointsOutside(stack, body['storage_account_id']));
  return elsewhere
    ? cannotDecide(`${elsewhere.address} may be its firewall: its storage_account_id is known only to Terraform.`)
    : nonCompliant('Public access is on and there are no network rules: every network can reach the account.');
}

function defaultAction({ body }: StackResource): Value {
  return read(body, 'default_action');
}
