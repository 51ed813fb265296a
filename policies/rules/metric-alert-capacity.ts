import { minutesOf } from '../../shared/duration';
import { judgeArguments } from '../judge';
import { forEach, type Rule } from '../rule';
import { resourcesOfType } from '../../synthesized/stack';
import { blocks } from '../../synthesized/values';

const HOURLY: readonly unknown[] = ['UsedCapacity', 'BlobCapacity', 'BlobCount', 'IndexCapacity'];

export const metricAlertCapacity: Rule = {
  id: 'metric-alert-capacity',
  level: 'error',
  pack: 'baseline',
  waivable: true,
  when: 'synth',
  what: 'An alert on the capacity of storage looks once an hour, over an hour or more, at the average.',
  why: 'These metrics have one value an hour. With the defaults of the provider, one minute and five, the service refuses the alert; nobody says so before.',
  remedy: 'Set frequency and window_size to PT1H and aggregation to Average.',
  controls: ['Well-Architected CO:04', 'Well-Architected OE:07'],
  source: 'Azure Monitor supported metrics; cloud-custodian#5967',
  evaluate: (stack) =>
    forEach(
      resourcesOfType(stack, 'azurerm_monitor_metric_alert').filter(({ body }) =>
        (blocks(body, 'criteria') ?? []).some(({ metric_name }) => HOURLY.includes(metric_name)),
      ),
      ({ body }) =>
        judgeArguments(
          body,
          ['frequency', 'window_size', 'criteria.aggregation'],
          (frequency = 'PT1M', window = 'PT5M', aggregation = 'Average') => {
            if (minutesOf(frequency) !== 60 || (minutesOf(window) ?? 0) < 60) {
              return `frequency is ${String(frequency)} and window_size ${String(window)}, must be PT1H.`;
            }
            return aggregation === 'Average' ? undefined : `aggregation is ${String(aggregation)}, must be Average.`;
          },
        ),
    ),
};
