import { onceInEnvironment, chargeOf, unpriced, type Pricer, type PricingContext } from '../charge';
import { follow } from '../../synthesized/references';
import type { StackResource } from '../../synthesized/stack';
import { isTrue } from '../literals';

/** Pipelines, triggers and activities as entities that are written at a deployment and read by monitoring. */
const MONITORING_RECORDS_PER_RUN = 2;

/** Orchestration runs, the hours in which the factory waits for Spark jobs and web calls, and pipelines that nothing starts. */
export const priceDataFactory: Pricer = onceInEnvironment((factory, context) => {
  const { pipelines } = context.usage;
  if (pipelines === undefined) return unpriced('neither a workload nor its activity runs are stated');
  const { activityRuns, triggerRuns, externalActivityHours, hoursWithoutTail, inactive } = pipelines;
  const managed = runsInManagedNetwork(factory, context);
  const tail =
    managed && hoursWithoutTail !== undefined
      ? `activities side by side count once; ${hoursWithoutTail.toFixed(1)} h without the minutes that are billed after each, which is not confirmed for activities that only wait`
      : '';
  return [
    chargeOf(
      'pipelines.azureIr.activityRun',
      activityRuns + triggerRuns,
      'orchestration',
      'Data Factory, activity and trigger runs',
    ),
    managed
      ? chargeOf(
          'pipelines.managedVnetIr.externalActivity',
          externalActivityHours,
          'orchestration',
          'Data Factory, external activities in the managed network',
          tail,
        )
      : chargeOf(
          'pipelines.azureIr.externalActivity',
          externalActivityHours,
          'orchestration',
          'Data Factory, external activities',
        ),
    ...(activityRuns > 0
      ? [
          chargeOf(
            'pipelines.monitoring',
            (activityRuns + triggerRuns) * MONITORING_RECORDS_PER_RUN,
            'orchestration',
            'Data Factory, monitoring records',
          ),
        ]
      : []),
    ...(inactive.length > 0
      ? [
          chargeOf(
            'pipelines.inactive',
            inactive.length,
            'orchestration',
            'Data Factory, inactive pipelines',
            `nothing starts ${inactive.join(', ')}`,
          ),
        ]
      : []),
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

/** Event triggers cost the events that reach them. */
export const priceEventTrigger: Pricer = ({ body }, { usage }) =>
  usage.events === undefined
    ? unpriced('how many files arrive is not stated')
    : [
        chargeOf(
          'eventGrid.operations',
          body['activated'] === false ? 0 : usage.events,
          'orchestration',
          'Event Grid, events of a trigger',
        ),
      ];
