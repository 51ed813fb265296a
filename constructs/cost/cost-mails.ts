import { CostAnomalyAlert } from '@cdktf/provider-azurerm/lib/cost-anomaly-alert';
import { CostManagementScheduledAction } from '@cdktf/provider-azurerm/lib/cost-management-scheduled-action';
import { ResourceGroupCostManagementView } from '@cdktf/provider-azurerm/lib/resource-group-cost-management-view';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { requireInteger, requireThat } from '../base/checks';
import type { CostMailsProps } from './cost-mails-props';

/**
 * A mail when the cost of the subscription leaves its pattern, and one a month with what the lake cost by kind of resource.
 *
 * Anomalies exist for a whole subscription only; a lake that shares one hears of its neighbours too.
 *
 * @throws ConfigurationError for nobody to write to, a title that makes the subject too long, or a day after the 28th
 *
 * @example
 * new CostMails(stack, 'CostMails', {
 *   suffix: names.suffix,
 *   subscriptionId: environment.subscriptionId,
 *   resourceGroupId: group.id,
 *   title: 'Lake prod',
 *   emails: environment.contacts.map(({ email }) => email),
 * });
 */
export class CostMails extends Judged {
  readonly anomaly: CostAnomalyAlert;
  readonly monthly: CostManagementScheduledAction;

  constructor(scope: Construct, id: string, props: CostMailsProps) {
    super(scope, id);
    const { suffix, title, emails } = props;
    const dayOfMonth = props.dayOfMonth ?? 3;
    const [sender = ''] = emails;
    requireThat(this, () => /^[a-z\d-]+$/.test(suffix), {
      setting: 'suffix',
      value: suffix,
      allowed: 'lower-case letters, digits and hyphens',
      remedy: 'Use lower-case letters, digits and hyphens only.',
    });
    requireThat(this, () => title.trim().length > 0 && title.length <= 30, {
      setting: 'title',
      value: title,
      allowed: '1 to 30 characters',
      remedy: 'Shorten the title: e-mail subjects are limited to 70 characters.',
    });
    requireInteger(this, 'number of emails', emails.length, { min: 1, max: 20 }, 'Name a mailing list.');
    requireInteger(
      this,
      'dayOfMonth',
      dayOfMonth,
      { min: 1, max: 28 },
      'Choose a day up to 28, which every month has.',
    );
    this.anomaly = new CostAnomalyAlert(this, 'Anomaly', {
      name: `cost-anomaly-${suffix}`,
      displayName: `Unusual cost, ${title}`,
      subscriptionId: `/subscriptions/${props.subscriptionId}`,
      emailAddresses: [...emails],
      emailSubject: `Unusual cost: ${title}`,
      message: 'The cost of this subscription left its pattern. Open Cost analysis to see which resource did it.',
    });
    const view = new ResourceGroupCostManagementView(this, 'View', {
      name: `cost-by-kind-${suffix}`,
      displayName: `Cost by kind of resource, ${title}`,
      resourceGroupId: props.resourceGroupId,
      accumulated: false,
      chartType: 'StackedColumn',
      reportType: 'Usage',
      timeframe: 'YearToDate',
      dataset: {
        granularity: 'Monthly',
        aggregation: [{ name: 'totalCost', columnName: 'Cost' }],
        grouping: [{ type: 'Dimension', name: 'ResourceType' }],
      },
    });
    this.monthly = new CostManagementScheduledAction(this, 'Monthly', {
      name: `cost-monthly-${suffix}`,
      displayName: `Monthly cost, ${title}`,
      viewId: view.id,
      frequency: 'Monthly',
      dayOfMonth,
      hourOfDay: 6,
      emailAddressSender: sender,
      emailAddresses: [...emails],
      emailSubject: `Monthly cost: ${title}`,
      // Both have to lie ahead when it is made, and a pinned date would rot: Terraform sets them once, on creation.
      startDate: Fn.timeadd(Fn.plantimestamp(), '24h'),
      endDate: Fn.timeadd(Fn.plantimestamp(), TEN_YEARS),
      lifecycle: { ignoreChanges: ['start_date', 'end_date'] },
    });
  }
}

const TEN_YEARS = '87600h';
