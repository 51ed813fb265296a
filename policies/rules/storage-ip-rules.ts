import { gravest, outcomeOf } from '../judge';
import { cannotDecide, forEach, type Outcome, type Rule } from '../rule';
import { resourcesOfType, type StackResource } from '../../synthesized/stack';
import { blocks, strings } from '../../synthesized/values';
import { isExpression } from '../../synthesized/references';

const ADDRESS = /^(?:\d{1,3}\.){3}\d{1,3}(?:\/(?:\d|[12]\d|30))?$/;
const PRIVATE = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/;
/** A wider range is no firewall: a /8 is 16 million addresses. */
const WIDEST_PREFIX = 8;

export const storageIpRules: Rule = {
  id: 'storage-ip-rules',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: `The ip_rules of a storage firewall are public IPv4 addresses or ranges from /${String(WIDEST_PREFIX + 1)} to /30.`,
  why: 'Azure refuses private ranges, /31 and /32, in the middle of an apply. A very wide range opens the lake while every scanner sees a firewall.',
  remedy: 'Write a single address without a mask; reach private networks by a private endpoint or a subnet rule.',
  controls: ['CIS Azure 2.0.0: 3.8', 'Well-Architected SE:06'],
  source: 'azurerm 4.55 provider source; Azure Storage firewall documentation',
  evaluate: (stack) =>
    forEach(
      resourcesOfType(stack, 'azurerm_storage_account', 'azurerm_storage_account_network_rules').filter(
        ({ type, body }) => type.endsWith('_network_rules') || body['network_rules'] !== undefined,
      ),
      judge,
    ),
};

function judge({ type, body }: StackResource): Outcome {
  const rules = type.endsWith('_network_rules') ? [body] : blocks(body, 'network_rules');
  const addresses = rules?.map((rule) => strings(rule, 'ip_rules'));
  if (!addresses || addresses.includes(undefined)) return cannotDecide('The ip_rules are known only to Terraform.');
  return gravest(
    addresses
      .flatMap((list) => list ?? [])
      .map((address) =>
        isExpression(address)
          ? cannotDecide(`ip_rules holds ${address}, known only to Terraform.`)
          : outcomeOf(problem(address)),
      ),
  );
}

function problem(address: string): string | undefined {
  if (!ADDRESS.test(address)) return `ip_rules holds "${address}": write one address bare, or a range up to /30.`;
  if (PRIVATE.test(address)) return `ip_rules holds the private address "${address}", allowed are public ones.`;
  const [, mask] = address.split('/');
  return mask !== undefined && Number(mask) <= WIDEST_PREFIX
    ? `ip_rules holds "${address}", which is as good as no firewall.`
    : undefined;
}
