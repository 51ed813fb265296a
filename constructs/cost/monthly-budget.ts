import {
  ConsumptionBudgetResourceGroup,
  type ConsumptionBudgetResourceGroupConfig,
} from '@cdktf/provider-azurerm/lib/consumption-budget-resource-group';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { requireInteger, requireOneOf, requireThat } from '../base/checks';
import { checkName } from '../base/naming';
import {
  BUDGET_DIMENSIONS,
  type BudgetFilter,
  type BudgetThreshold,
  type MonthlyBudgetProps,
} from './monthly-budget-props';

/** The forecast speaks in the first week, actual cost when it is too late to act. */
const THRESHOLDS: readonly BudgetThreshold[] = [
  { of: 'Actual', percent: 50 },
  { of: 'Actual', percent: 80 },
  { of: 'Actual', percent: 100 },
  { of: 'Forecasted', percent: 100 },
  { of: 'Forecasted', percent: 120 },
];

/** Azure's limits (Consumption budgets API). */
const MAX_NOTIFICATIONS = 5;
const MAX_EMAILS = 50;

/**
 * The monthly budget of a resource group. It tells people; it never stops spending.
 *
 * @throws ConfigurationError for a start that is not the first of a month, less than a dollar, nobody to tell or more than fifty,
 * more than five thresholds, or a filter that selects nothing
 *
 * @example
 * new MonthlyBudget(stack, 'Budget', {
 *   name: names.of(stack, 'budget'),
 *   resourceGroupId: group.id,
 *   monthlyUsd: 2500,
 *   startDate: '2026-12-01',
 *   contacts,
 *   emails: environment.contacts.map(({ email }) => email),
 * });
 */
export class MonthlyBudget extends Judged {
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
    requireThat(this, () => emails.length <= MAX_EMAILS, {
      setting: 'number of emails',
      value: emails.length,
      allowed: `at most ${String(MAX_EMAILS)}`,
      remedy: 'Name a mailing list.',
    });
    const { filter } = props;
    if (filter !== undefined) this.checkFilter(filter);
    const steps = { min: 1, max: MAX_NOTIFICATIONS };
    requireInteger(
      this,
      'number of thresholds',
      thresholds.length,
      steps,
      'Declare one to five thresholds: Azure sends at most five notifications.',
    );
    for (const { percent } of thresholds) {
      requireInteger(this, 'threshold', percent, { min: 1, max: 1000 }, 'State percent of the budget.');
    }
    this.budget = new ConsumptionBudgetResourceGroup(this, 'Resource', {
      name: checkName(this, 'budget', props.name),
      resourceGroupId: props.resourceGroupId,
      amount: monthlyUsd,
      timeGrain: 'Monthly',
      timePeriod: { startDate: `${startDate}T00:00:00Z` },
      ...selection(tag, filter),
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
  private checkFilter({ dimension, values }: BudgetFilter): void {
    requireOneOf(this, 'filter.dimension', dimension, BUDGET_DIMENSIONS, 'Name a dimension of the bill.');
    requireThat(this, () => values.length > 0, {
      setting: 'filter.values',
      value: values,
      allowed: 'at least one',
      remedy: 'Add a value, or leave the filter out to count everything.',
    });
  }
}

/** Cost that is in both, where both are given. */
function selection(
  tag: MonthlyBudgetProps['tag'],
  filter: BudgetFilter | undefined,
): Partial<ConsumptionBudgetResourceGroupConfig> {
  if (tag === undefined && filter === undefined) return {};
  return {
    filter: {
      ...(tag === undefined ? {} : { tag: [{ name: tag.name, values: [tag.value] }] }),
      ...(filter === undefined
        ? {}
        : { dimension: [{ name: filter.dimension, operator: 'In', values: [...filter.values] }] }),
    },
  };
}
