import type { AlertContacts } from '../observability/alert-contacts';

export interface MonthlyBudgetProps {
  readonly name: string;
  readonly resourceGroupId: string;
  /** US dollars, at least 1. Azure has no daily budget: state thirty days. */
  readonly monthlyUsd: number;
  /** First day of a month from 2017-06 on, `YYYY-MM-01`. Changing it replaces the budget. */
  readonly startDate: string;
  readonly contacts: AlertContacts;
  /** Mail addresses that hear of it beside the action group. */
  readonly emails: readonly string[];
  /** Counts only what carries the tag, such as one tenant's resources. @default - everything in the group */
  readonly tag?: { readonly name: string; readonly value: string };
  /** 1 to 5 steps. @default - actual cost at 50, 80 and 100 percent, the forecast at 100 and 120 */
  readonly thresholds?: readonly BudgetThreshold[];
}

export interface BudgetThreshold {
  readonly of: 'Actual' | 'Forecasted';
  /** 1 to 1000. */
  readonly percent: number;
}
