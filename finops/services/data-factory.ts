import { Decimal } from 'decimal.js';

import { follow } from '../../synthesized/references';
import type { StackResource } from '../../synthesized/stack';
import { onceInEnvironment, type Charge, type Pricer, type PricingContext } from '../charge';
import { isTrue } from '../literals';

/** Orchestration runs, and the hours in which the factory waits for Spark jobs and web calls. */
export const priceDataFactory: Pricer = onceInEnvironment((factory, context) => {
  const { activityRuns, externalActivityHours } = context.usage.pipelines;
  const managed = runsInManagedNetwork(factory, context);
  const charge = (priceKey: string, quantity: number, description: string, note: string): Charge => ({
    kind: 'charge',
    priceKey,
    quantity: new Decimal(quantity),
    layer: 'shared',
    component: 'orchestration',
    description,
    note,
  });
  return [
    charge('pipelines.azureIr.activityRun', activityRuns, 'Data Factory, activity runs', ''),
    managed
      ? charge(
          'pipelines.managedVnetIr.externalActivity',
          externalActivityHours,
          'Data Factory, external activities in the managed network',
          '',
        )
      : charge('pipelines.azureIr.externalActivity', externalActivityHours, 'Data Factory, external activities', ''),
  ];
});

function runsInManagedNetwork(factory: StackResource, { stack, resources }: PricingContext): boolean {
  return (
    isTrue(factory.body, 'managed_virtual_network_enabled') ||
    resources.some(
      ({ type, body }) =>
        type === 'azurerm_data_factory_integration_runtime_azure' &&
        follow(stack, body['data_factory_id']) === factory &&
        isTrue(body, 'virtual_network_enabled'),
    )
  );
}
