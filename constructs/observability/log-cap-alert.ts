import { MonitorScheduledQueryRulesAlertV2 } from '@cdktf/provider-azurerm/lib/monitor-scheduled-query-rules-alert-v2';
import { Construct } from 'constructs';
import { checkName } from '../naming';
import type { LogCapAlertProps } from './log-cap-alert-props';

/** The workspace's own record of its cap; it is written although ingestion has stopped. */
const QUERY = '_LogOperation | where Category =~ "Ingestion" | where Detail contains "OverQuota"';

/** Fires when the daily cap stops the logs: from then to the next day every other log alert is blind. */
export class LogCapAlert extends Construct {
  readonly alert: MonitorScheduledQueryRulesAlertV2;

  constructor(scope: Construct, id: string, props: LogCapAlertProps) {
    super(scope, id);
    this.alert = new MonitorScheduledQueryRulesAlertV2(this, 'Resource', {
      name: checkName(this, 'alert', props.name),
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      description:
        'The daily cap of the log workspace is reached: logs are lost until tomorrow. Find what grew, or raise the cap.',
      scopes: [props.logs.workspace.id],
      severity: 1,
      evaluationFrequency: 'PT15M',
      windowDuration: 'PT30M',
      // A new workspace has no such table yet, and creation would wait for it in vain.
      skipQueryValidation: true,
      autoMitigationEnabled: true,
      criteria: [
        {
          query: QUERY,
          timeAggregationMethod: 'Count',
          operator: 'GreaterThan',
          threshold: 0,
          failingPeriods: { minimumFailingPeriodsToTriggerAlert: 1, numberOfEvaluationPeriods: 1 },
        },
      ],
      action: { actionGroups: [props.contacts.group.id] },
    });
  }
}
