import type { TerraformStack } from 'cdktf';
import { AlertContacts } from '../../../constructs/observability/alert-contacts';
import { LogWorkspace } from '../../../constructs/observability/log-workspace';
import { QueryAlert } from '../../../constructs/observability/query-alert';
import type { QueryAlertProps } from '../../../constructs/observability/query-alert-props';
import { describeRefusals } from '../../support/refusal';
import { bodyOf, synthesizeStack } from '../../support/synth';

type Subject = Omit<QueryAlertProps, 'contacts' | 'logs'>;

const place = { resourceGroupName: 'rg-test', location: 'eastus' };
const base: Subject = {
  ...place,
  name: 'runs-failed',
  description: 'A run failed.',
  query: 'ADFPipelineRun | where Status == "Failed"',
  operator: 'GreaterThan',
  threshold: 0,
  frequency: 'PT15M',
  window: 'PT1H',
};

function make(scope: TerraformStack, id: string, props: Subject): QueryAlert {
  const contacts = new AlertContacts(scope, 'Contacts', {
    name: 'ag-test',
    shortName: 'test',
    resourceGroupName: 'rg-test',
    contacts: [{ name: 'me', email: 'me@example.com' }],
  });
  const logs = new LogWorkspace(scope, 'Logs', { ...place, name: 'log-test', dailyCapGb: 1 });
  return new QueryAlert(scope, id, { ...props, contacts, logs });
}

describe('QueryAlert', () => {
  describeRefusals(base, make, [
    { what: 'no query', bad: { query: ' ' }, setting: 'query', good: { query: 'Usage' } },
    {
      what: 'a window below the frequency',
      bad: { frequency: 'PT1H', window: 'PT30M' },
      setting: 'window',
      good: { frequency: 'PT1H', window: 'PT1H' },
    },
    {
      what: 'a threshold that is no number',
      bad: { threshold: Number.NaN },
      setting: 'threshold',
      good: { threshold: -1 },
    },
    { what: 'seven periods', bad: { failingPeriods: 7 }, setting: 'failingPeriods', good: { failingPeriods: 6 } },
    { what: 'no period', bad: { failingPeriods: 0 }, setting: 'failingPeriods', good: { failingPeriods: 1 } },
    { what: 'a severity of five', bad: { severity: 5 }, setting: 'severity', good: { severity: 4 } },
  ]);

  test('counts rows where no column is measured', () => {
    const stack = synthesizeStack((scope) => make(scope, 'Alert', base));
    const [criteria] = bodyOf(stack, 'azurerm_monitor_scheduled_query_rules_alert_v2')['criteria'] as readonly object[];
    expect(criteria).toMatchObject({ time_aggregation_method: 'Count', threshold: 0, operator: 'GreaterThan' });
    expect(criteria).not.toHaveProperty('metric_measure_column');
  });

  test('measures a column, over every one of its periods, without waiting for a table that does not exist yet', () => {
    const measure = { column: 'minutes', aggregation: 'Maximum' } as const;
    const stack = synthesizeStack((scope) =>
      make(scope, 'Alert', { ...base, measure, failingPeriods: 3, severity: 0 }),
    );
    expect(bodyOf(stack, 'azurerm_monitor_scheduled_query_rules_alert_v2')).toMatchObject({
      severity: 0,
      skip_query_validation: true,
      scopes: [expect.stringMatching(/^\$\{azurerm_log_analytics_workspace\..*\.id\}$/)],
      criteria: [
        {
          time_aggregation_method: 'Maximum',
          metric_measure_column: 'minutes',
          failing_periods: { minimum_failing_periods_to_trigger_alert: 3, number_of_evaluation_periods: 3 },
        },
      ],
      action: { action_groups: [expect.stringMatching(/^\$\{azurerm_monitor_action_group\./)] },
    });
  });
});
