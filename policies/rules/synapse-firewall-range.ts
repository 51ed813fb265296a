import { judgeArguments } from '../judge';
import type { Json } from '../../shared/json';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

/** A /16, the largest network that one organisation usually calls its own. */
const WIDEST = 65536;

export const synapseFirewallRange: Rule = {
  id: 'synapse-firewall-range',
  level: 'error',
  pack: 'baseline',
  waivable: false,
  when: 'synth',
  what: `A Synapse firewall rule lets in at most ${String(WIDEST)} addresses, from the lower to the higher.`,
  why: 'A rule from 0.0.0.0 to 255.255.255.255 is what people add to make an error go away; from then on a password or a token is all that guards the workspace.',
  remedy: 'Name the addresses of the office or of the runner, or reach the workspace by a private endpoint.',
  controls: ['CIS Azure 2.0.0: 4.1.2', 'Well-Architected SE:06', 'GDPR art. 32'],
  source: 'Azure Synapse firewall documentation; Checkov CKV2_AZURE_19 (fails on any rule)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_synapse_firewall_rule'), ({ body }) =>
      judgeArguments(body, ['start_ip_address', 'end_ip_address'], (start, end) => {
        const from = address(start);
        const to = address(end);
        if (from === undefined || to === undefined) {
          return `${String(start)} to ${String(end)} is not a range of IPv4 addresses.`;
        }
        const size = to - from + 1;
        return size >= 1 && size <= WIDEST
          ? undefined
          : `${String(start)} to ${String(end)} are ${String(size)} addresses, allowed are 1 to ${String(WIDEST)}.`;
      }),
    ),
};

function address(text: Json | undefined): number | undefined {
  const parts = String(text).split('.');
  const valid = parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
  return valid ? parts.reduce((sum, part) => sum * 256 + Number(part), 0) : undefined;
}
