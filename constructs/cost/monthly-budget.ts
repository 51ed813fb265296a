import { ConsumptionBudgetResourceGroup } from '@cdktf/provider-azurerm/lib/consumption-budget-resource-group';
import { Construct } from 'constructs';
import { requireInteger, requireThat } from '../checks';
import { checkName } from '../naming';
import type { BudgetThreshold, MonthlyBudgetProps } from './monthly-budget-props';

/** The forecast speaks in the first week, actual cost when it is too late to act. */
const THRESHOLDS: readonly BudgetThreshold[] = [
  { of: 'Actual', percent: 50 },
  { of: 'Actual', percent: 80 },
  { of: 'Actual', percent: 100 },
  { of: 'Forecasted', percent: 100 },
  { of: 'Forecasted', percent: 120 },
];

/** Azure's limit. */
const MAX_NOTIFICATIONS = 5;

/**
 * The monthly budget of a resource group. It tells people; it never stops spending.
 *
 * @throws ConfigurationError for a start that is not the first of a month, less than a dollar, nobody to tell, or more than
 * five thresholds
 */
export class MonthlyBudget extends Construct {
  readonly budget: ConsumptionBudgetResourceGroup;

  constructor(scope: Construct, id: string, props: MonthlyBudgetProps) {
    super(scope, id);
    const { startDate, monthlyUsd, emails, tag } = props;
    const thresholds = props.thresholds ?? THRESHOLDS;
    requireThat(this, () => /^20\d{2}-(0[1-9]|1[0-2])-01$/.test(startDate) && startDate >= '2017-06-01', {
      setting: 'startDate',
      value: startDate,
      allowed: 'the first day of a month from 2017-06-01 on, YYYY-MM-01',
      remedy: 'Start with the month in which the environment is made.',
    });
    requireThat(this, () => monthlyUsd >= 1, {
      setting: 'monthlyUsd',
      value: monthlyUsd,
      allowed: 'at least 1',
      remedy: 'Take the cost estimate and add what may be added.',
    });
    requireThat(this, () => emails.length > 0, {
      setting: 'emails',
      value: emails,
      allowed: 'at least one',
      remedy: 'Name somebody who may stop the spending.',
    });
    const steps = { min: 1, max: MAX_NOTIFICATIONS };
    requireInteger(this, 'number of thresholds', thresholds.length, steps, 'Azure sends five notifications at most.');
    for (const { percent } of thresholds) {
      requireInteger(this, 'threshold', percent, { min: 1, max: 1000 }, 'State percent of the budget.');
    }
    this.budget = new ConsumptionBudgetResourceGroup(this, 'Resource', {
      name: checkName(this, 'budget', props.name),
      resourceGroupId: props.resourceGroupId,
      amount: monthlyUsd,
      timeGrain: 'Monthly',
      timePeriod: { startDate: `${startDate}T00:00:00Z` },
      ...(tag === undefined ? {} : { filter: { tag: [{ name: tag.name, values: [tag.value] }] } }),
      notification: thresholds.map(({ of, percent }) => ({
        enabled: true,
        operator: 'GreaterThanOrEqualTo',
        thresholdType: of,
        threshold: percent,
        contactEmails: [...emails],
        contactGroups: [props.contacts.group.id],
      })),
    });
  }
}
