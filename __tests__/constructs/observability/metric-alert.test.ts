import { AlertContacts } from '../../../constructs/observability/alert-contacts';
import { MetricAlert } from '../../../constructs/observability/metric-alert';
import type { MetricAlertProps } from '../../../constructs/observability/metric-alert-props';
import { describeRefusals } from '../../support/refusal';
import { bodyOf, synthesizeStack } from '../../support/synth';
import type { TerraformStack } from 'cdktf';

type Subject = Omit<MetricAlertProps, 'contacts'>;

const base: Subject = {
  name: 'pipeline-failed',
  resourceGroupName: 'rg-test',
  description: 'A pipeline failed.',
  scope: '/subscriptions/x/factories/y',
  namespace: 'Microsoft.DataFactory/factories',
  metric: 'PipelineFailedRuns',
  aggregation: 'Total',
  threshold: 0,
  frequency: 'PT5M',
  window: 'PT15M',
};
const capacity = { metric: 'UsedCapacity', aggregation: 'Average' } as const;

function make(scope: TerraformStack, id: string, props: Subject): MetricAlert {
  const contacts = new AlertContacts(scope, 'Contacts', {
    name: 'ag-test',
    shortName: 'test',
    resourceGroupName: 'rg-test',
    contacts: [{ name: 'me', email: 'me@example.com' }],
  });
  return new MetricAlert(scope, id, { ...props, contacts });
}

describe('MetricAlert', () => {
  describeRefusals(base, make, [
    {
      what: 'a window as long as the frequency',
      bad: { frequency: 'PT5M', window: 'PT5M' },
      setting: 'window',
      good: { frequency: 'PT1H', window: 'PT1H' },
    },
    {
      what: 'a window below the frequency',
      bad: { frequency: 'PT1H', window: 'PT30M' },
      setting: 'window',
      good: { frequency: 'PT30M', window: 'PT1H' },
    },
    {
      what: 'capacity looked at every five minutes',
      bad: capacity,
      setting: 'frequency, window and aggregation of UsedCapacity',
      good: { ...capacity, frequency: 'PT1H', window: 'PT1H' },
    },
    {
      what: 'the sum of capacity',
      bad: { metric: 'UsedCapacity', frequency: 'PT1H', window: 'PT6H' },
      setting: 'frequency, window and aggregation of UsedCapacity',
      good: { ...capacity, frequency: 'PT1H', window: 'PT6H' },
    },
    { what: 'a severity of five', bad: { severity: 5 }, setting: 'severity', good: { severity: 0 } },
    { what: 'a name with spaces', bad: { name: 'pipeline failed' }, setting: 'alert', good: { name: 'failed' } },
  ]);

  test('fires on the first failure and calls the contacts', () => {
    const dimension = { name: 'Status', values: ['Failed'] };
    const stack = synthesizeStack((scope) => make(scope, 'Alert', { ...base, dimension }));
    expect(bodyOf(stack, 'azurerm_monitor_metric_alert')).toMatchObject({
      scopes: ['/subscriptions/x/factories/y'],
      frequency: 'PT5M',
      window_size: 'PT15M',
      severity: 2,
      criteria: [
        {
          metric_name: 'PipelineFailedRuns',
          operator: 'GreaterThan',
          threshold: 0,
          dimension: [{ name: 'Status', operator: 'Include', values: ['Failed'] }],
        },
      ],
      action: [{ action_group_id: expect.stringMatching(/^\$\{azurerm_monitor_action_group\./) }],
    });
  });
});
