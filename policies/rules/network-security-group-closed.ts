import { judgeArguments, judgeBlocks } from '../judge';
import type { JsonObject } from '../../shared/json';
import { forEach, type Outcome, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

const ANYONE: readonly unknown[] = ['*', 'Internet', '0.0.0.0/0', 'Any', '::/0'];

export const networkSecurityGroupClosed: Rule = {
  id: 'network-security-group-closed',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'No rule of a network security group lets the internet in.',
  why: 'A lake serves nobody on the internet. Checkov reads the ports of RDP, SSH and HTTP only, and for UDP the first rule of a group only.',
  remedy: 'Name the source_address_prefix that is meant, or drop the rule: Azure denies by default.',
  controls: ['CIS Azure 2.0.0: 6.1, 6.2, 6.3, 6.4', 'Well-Architected SE:06'],
  source: 'Azure network security group documentation; Checkov CKV_AZURE_9, CKV_AZURE_10, CKV_AZURE_77, CKV_AZURE_160',
  evaluate: (stack) =>
    forEach(
      resourcesOfType(stack, 'azurerm_network_security_group', 'azurerm_network_security_rule'),
      ({ type, body }) =>
        type === 'azurerm_network_security_rule' ? judgeRule(body) : judgeBlocks(body, 'security_rule', judgeRule),
    ),
};

function judgeRule(rule: JsonObject): Outcome {
  return judgeArguments(
    rule,
    ['direction', 'access', 'source_address_prefix', 'source_address_prefixes', 'name'],
    (direction, access, one, many, name) => {
      const sources = [one, ...(Array.isArray(many) ? many : [])];
      const anyone = sources.find((source) => ANYONE.includes(source));
      return direction === 'Inbound' && access === 'Allow' && anyone !== undefined
        ? `Rule ${String(name)} lets ${String(anyone)} in, must name a network.`
        : undefined;
    },
  );
}
