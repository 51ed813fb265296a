import { isTrue, judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

export const dataFactoryManagedVnet: Rule = {
  id: 'data-factory-managed-vnet',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'review',
  what: 'A Data Factory and its Azure runtimes work in a managed virtual network.',
  why: 'Outside of it, copies run on shared addresses that the firewall of the lake cannot tell from anyone else in the region, and private endpoints are out of reach. Turning it off later replaces the factory.',
  remedy: 'Set managed_virtual_network_enabled on the factory and virtual_network_enabled on the runtime.',
  controls: ['Well-Architected SE:06'],
  source: 'azurerm 4.55 provider source (defaults; replacement); Azure Data Factory managed network documentation',
  evaluate: (stack) =>
    forEach(
      resourcesOfType(stack, 'azurerm_data_factory', 'azurerm_data_factory_integration_runtime_azure'),
      ({ type, body }) => {
        const argument =
          type === 'azurerm_data_factory' ? 'managed_virtual_network_enabled' : 'virtual_network_enabled';
        return judgeArguments(body, [argument], (enabled) =>
          isTrue(enabled) ? undefined : `${argument} is ${shown(enabled)}, must be true.`,
        );
      },
    ),
};
