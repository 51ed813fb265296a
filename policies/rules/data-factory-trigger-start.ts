import { judgeArguments, shown } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';

const UTC_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

export const dataFactoryTriggerStart: Rule = {
  id: 'data-factory-trigger-start',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'A schedule trigger states its start_time in UTC, and runs exactly one pipeline argument.',
  why: 'Left out, the provider sends the present moment: every plan has a difference, and the hours of the runs move with each deployment. A time with another zone is refused by the service or by the schema.',
  remedy: 'Set start_time to a fixed time that ends with Z, and time_zone to UTC or not at all.',
  controls: ['Well-Architected OE:05'],
  source: 'azurerm 4.55 provider source (default of start_time)',
  evaluate: (stack) =>
    forEach(resourcesOfType(stack, 'azurerm_data_factory_trigger_schedule'), ({ body }) =>
      judgeArguments(body, ['start_time', 'time_zone'], (start, zone) => {
        if (!UTC_TIME.test(String(start ?? '')))
          return `start_time is ${shown(start)}, must be a time that ends with Z.`;
        if (zone !== undefined && zone !== 'UTC') return `time_zone is ${shown(zone)}, must be UTC with such a time.`;
        return (body['pipeline'] === undefined) === (body['pipeline_name'] === undefined)
          ? 'The trigger must have either pipeline or pipeline_name.'
          : undefined;
      }),
    ),
};
