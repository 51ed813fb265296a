import { judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

const NAME = 'AllowAllWindowsAzureIps';

export const synapseFirewallAzureServices: Rule = {
  id: 'synapse-firewall-azure-services',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: `The firewall rule ${NAME} spans 0.0.0.0 to 0.0.0.0, and only a rule of that name does.`,
  why: 'By this name and range Azure means its own services. The same name with a wider range opens the workspace to the internet and looks harmless in every list; provider and scanners accept it.',
  remedy: 'Set start_ip_address and end_ip_address to 0.0.0.0, or give the rule the name of the office it lets in.',
  controls: ['CIS Azure 2.0.0: 4.1.2', 'Well-Architected SE:06'],
  source: 'azurerm 4.55 apply of wrong settings; Azure Synapse firewall documentation',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_synapse_firewall_rule'), ({ body }) =>
      judgeArguments(body, ['name', 'start_ip_address', 'end_ip_address'], (name, start, end) => {
        const own = start === '0.0.0.0' && end === '0.0.0.0';
        if (name === NAME) {
          return own ? undefined : `${NAME} spans ${shown(start)} to ${shown(end)}, must be 0.0.0.0 to 0.0.0.0.`;
        }
        return own ? `0.0.0.0 to 0.0.0.0 lets Azure in under the name ${shown(name)}, must be ${NAME}.` : undefined;
      }),
    ),
};
