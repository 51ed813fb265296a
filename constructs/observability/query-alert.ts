import { MonitorScheduledQueryRulesAlertV2 } from '@cdktf/provider-azurerm/lib/monitor-scheduled-query-rules-alert-v2';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { applyTags } from '../base/standard';
import { requireInteger, requireThat } from '../base/checks';
import { checkName } from '../base/naming';
import { QUERY_FREQUENCIES, QUERY_WINDOWS, type QueryAlertProps } from './query-alert-props';

/** Azure's limit. */
const MOST_PERIODS = 6;

/**
 * An alert on the answer to a question to the log workspace.
 *
 * @throws ConfigurationError for an empty query, a window below the frequency, failing periods outside 1 to 6, answers that
 * together look back more than two days, or a severity outside 0 to 4
 *
 * @example
 * const common = { resourceGroupName: group.name, location: environment.location, logs, contacts };
 * new QueryAlert(stack, 'ActivitiesFail', {
 *   ...common,
 *   name: 'activities-fail',
 *   description: 'More than ten activities failed in an hour. Look for what they have in common.',
 *   query: "ADFActivityRun | where Status == 'Failed'",
 *   operator: 'GreaterThan',
 *   threshold: 10,
 *   frequency: 'PT15M',
 *   window: 'PT1H',
 * });
 */
export class QueryAlert extends Judged {
  readonly alert: MonitorScheduledQueryRulesAlertV2;

  constructor(scope: Construct, id: string, props: QueryAlertProps) {
    super(scope, id);
    const { measure, frequency, window } = props;
    const severity = props.severity ?? 2;
    const periods = props.failingPeriods ?? 1;
    this.check(props, periods);
    requireInteger(
      this,
      'severity',
      severity,
      { min: 0, max: 4 },
      'Choose 0 to wake people up, up to 4 for the record.',
    );
    this.alert = new MonitorScheduledQueryRulesAlertV2(this, 'Resource', {
      name: checkName(this, 'alert', props.name),
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      description: props.description,
      scopes: [props.logs.workspace.id],
      severity,
      evaluationFrequency: frequency,
      windowDuration: window,
      // A new workspace has no such table yet, and creation would wait for it in vain.
      skipQueryValidation: true,
      autoMitigationEnabled: true,
      criteria: [
        {
          query: props.query,
          ...(measure === undefined
            ? { timeAggregationMethod: 'Count' }
            : { timeAggregationMethod: measure.aggregation, metricMeasureColumn: measure.column }),
          operator: props.operator,
          threshold: props.threshold,
          failingPeriods: { minimumFailingPeriodsToTriggerAlert: periods, numberOfEvaluationPeriods: periods },
        },
      ],
      action: { actionGroups: [props.contacts.group.id] },
    });
    applyTags(this.alert, props);
  }

  private check({ query, frequency, window, threshold }: QueryAlertProps, periods: number): void {
    const [every, over] = [QUERY_FREQUENCIES[frequency], QUERY_WINDOWS[window]];
    requireThat(this, () => query.trim().length > 0, {
      setting: 'query',
      value: query,
      allowed: 'KQL',
      remedy: 'Write what to ask the log workspace.',
    });
    requireThat(this, () => over >= every, {
      setting: 'window',
      value: window,
      allowed: `at least the frequency ${frequency}`,
      remedy: 'Widen the window, or ask more often: what lies between two windows is never looked at.',
    });
    requireThat(this, () => Number.isFinite(threshold), {
      setting: 'threshold',
      value: threshold,
      allowed: 'a number',
      remedy: 'State the figure beyond which somebody should look.',
    });
    const bounds = { min: 1, max: MOST_PERIODS };
    requireInteger(this, 'failingPeriods', periods, bounds, 'Choose at most six periods: Azure evaluates no more.');
  }
}
