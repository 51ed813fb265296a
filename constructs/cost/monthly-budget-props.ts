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
  /** Counts this part of the group's cost only. @default - all of it */
  readonly filter?: BudgetFilter;
}

/**
 * What a budget of Azure can tell apart: dimensions of the bill and tags, each by a list of values that it must be in. There
 * is no "not", no prefix and no container, so that layers in one account share one budget.
 */
export interface BudgetFilter {
  readonly dimension: BudgetDimension;
  /** At least one. */
  readonly values: readonly string[];
}

/** Dimensions that the provider takes (azurerm 4.55), as far as a lake has use for them. */
export const BUDGET_DIMENSIONS = ['MeterCategory', 'ResourceId', 'ResourceLocation', 'ResourceType'] as const;
export type BudgetDimension = (typeof BUDGET_DIMENSIONS)[number];

export interface BudgetThreshold {
  readonly of: 'Actual' | 'Forecasted';
  /** 1 to 1000. */
  readonly percent: number;
}
