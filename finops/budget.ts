import { Decimal } from 'decimal.js';

import type { StackResource } from '../synthesized/stack';
import { blocks } from '../synthesized/values';
import { literalNumber, literalText } from './literals';

/** The estimate against the budgets that the same stacks declare. */
export interface BudgetComparison {
  /** Sum of the environment's monthly budgets, filtered ones left out. */
  readonly monthlyUsd: string;
  /** Estimate in percent of the budget, one place. */
  readonly usedPercent: string;
  readonly over: boolean;
}

const MONTHS: Readonly<Record<string, number>> = {
  Monthly: 1,
  BillingMonth: 1,
  Quarterly: 3,
  BillingQuarter: 3,
  Annually: 12,
  BillingAnnual: 12,
};

/** Null when there is no budget over a whole resource group with a literal amount. */
export function budgetOf(resources: readonly StackResource[], estimate: Decimal): BudgetComparison | null {
  const amounts = resources
    .filter(
      ({ type, body }) => type === 'azurerm_consumption_budget_resource_group' && blocks(body, 'filter')?.length === 0,
    )
    .flatMap(({ body }) => {
      const amount = literalNumber(body, 'amount');
      const months = MONTHS[literalText(body, 'time_grain') ?? 'Monthly'];
      return amount === undefined || months === undefined ? [] : [new Decimal(amount).div(months)];
    });
  const budget = amounts.reduce((sum, amount) => sum.plus(amount), new Decimal(0));
  return budget.isZero()
    ? null
    : {
        monthlyUsd: budget.toFixed(2),
        usedPercent: estimate.div(budget).times(100).toFixed(1),
        over: estimate.gt(budget),
      };
}
