import { undecided } from '../judge';
import { follow, isExpression, parseReference } from '../../synthesized/references';
import { COMPLIANT, cannotDecide, forEach, nonCompliant, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource, type SynthesizedStack } from '../../synthesized/stack';
import { read, sameValue } from '../../synthesized/values';

const ARGUMENT = 'encryption.key_vault_key_id';

export const automationKeyReachable: Rule = {
  id: 'automation-key-reachable',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'An automation account with a key of its own names the version of the key, in a vault without a firewall.',
  why: "Automation is not among the services that a vault's firewall trusts, and loses a vault that has private endpoints: the account fails in the middle of an apply, or the first time the key is used. The service takes one version of a key and does not follow a rotation.",
  remedy: 'Leave encryption out, or name the id of a key in a vault without firewall that holds nothing else.',
  controls: ['Well-Architected SE:07', 'Well-Architected OE:05'],
  source:
    'Azure Automation documentation, encryption of secure assets (2025-11-17); Key Vault documentation, trusted services',
  evaluate: (stack) =>
    forEach(
      resourcesOfType(stack, 'azurerm_automation_account').filter(
        ({ body }) => read(body, 'encryption').kind !== 'absent',
      ),
      (account) => judge(stack, account),
    ),
};

function judge(stack: SynthesizedStack, { body }: StackResource): Outcome {
  const found = read(body, ...ARGUMENT.split('.'));
  if (found.kind === 'absent') return nonCompliant(`${ARGUMENT} is not set.`);
  const id = found.kind === 'literal' ? String(found.value) : found.expression;
  const attribute = parseReference(id)?.attribute;
  if (attribute?.endsWith('versionless_id') === true || /\/keys\/[^/]+\/?$/.test(id)) {
    return nonCompliant(`${ARGUMENT} is ${id}, must be the id of one version of the key.`);
  }
  if (isExpression(id) && attribute === undefined) return undecided(ARGUMENT, id);
  const vault = follow(stack, follow(stack, id)?.body['key_vault_id']);
  if (vault === undefined) return cannotDecide(`The vault of ${id} stands outside the stack.`);
  const open = read(vault.body, 'public_network_access_enabled');
  const action = read(vault.body, 'network_acls', 'default_action');
  if (open.kind === 'literal' && sameValue(open.value, false)) {
    return nonCompliant(`${vault.address} has no public endpoint, which is the only one that Automation reaches.`);
  }
  if (action.kind === 'literal' && action.value === 'Deny') {
    return nonCompliant(`${vault.address} has a firewall, which does not trust Automation.`);
  }
  return [open, action].some(({ kind }) => kind === 'unresolved')
    ? cannotDecide(`Whether ${vault.address} has a firewall is known only to Terraform.`)
    : COMPLIANT;
}
