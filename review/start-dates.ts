import { read } from '../synthesized/values';
import type { SynthesizedStack } from '../synthesized/stack';
import type { StackDiff } from './diff';

/** A resource that this deployment makes, and that Azure refuses to make because of a date. */
export interface RefusedStart {
  readonly stack: string;
  readonly address: string;
  readonly message: string;
}

const START: Readonly<Record<string, readonly string[]>> = {
  azurerm_consumption_budget_resource_group: ['time_period', 'start_date'],
  azurerm_consumption_budget_subscription: ['time_period', 'start_date'],
  azurerm_consumption_budget_management_group: ['time_period', 'start_date'],
  azurerm_resource_group_cost_management_export: ['recurrence_period_start_date'],
  azurerm_subscription_cost_management_export: ['recurrence_period_start_date'],
  azurerm_billing_account_cost_management_export: ['recurrence_period_start_date'],
  azurerm_cost_management_scheduled_action: ['start_date'],
};
const MONTHS: Readonly<Record<string, number>> = { Quarterly: 3, BillingQuarter: 3, Annually: 12, BillingAnnual: 12 };
const LATEST_MONTHS = 12;

/**
 * New budgets that begin before the running period or more than twelve months ahead, new exports and mails that begin in the
 * past. One that exists keeps its date: Azure judges it when the resource is made. A date that only Terraform knows, such as
 * `timeadd(plantimestamp(), "24h")`, is not judged.
 *
 * Source for budgets: https://learn.microsoft.com/javascript/api/@azure/arm-costmanagement/budgettimeperiod.
 *
 * @param today `YYYY-MM-DD`
 */
export function refusedStarts(
  diffs: readonly StackDiff[],
  after: readonly SynthesizedStack[],
  today: string,
): readonly RefusedStart[] {
  return diffs.flatMap(({ stack, changes }) =>
    changes
      .filter(({ kind }) => kind === 'added' || kind === 'replaced')
      .flatMap(({ type, address }) => {
        const resources = after.find(({ name }) => name === stack)?.resources;
        const body = resources?.find((resource) => resource.address === address)?.body;
        const path = START[type];
        if (body === undefined || path === undefined) return [];
        const start = read(body, ...path);
        if (start.kind !== 'literal' || typeof start.value !== 'string') return [];
        const grain = read(body, 'time_grain');
        const months = grain.kind === 'literal' ? (MONTHS[String(grain.value)] ?? 1) : 1;
        const message = type.startsWith('azurerm_consumption_budget')
          ? ofBudget(start.value.slice(0, today.length), months, today)
          : ofSchedule(start.value.slice(0, today.length), today);
        return message === undefined ? [] : [{ stack, address, message }];
      }),
  );
}

function ofBudget(start: string, months: number, today: string): string | undefined {
  const earliest = plusMonths(`${today.slice(0, 7)}-01`, 1 - months);
  const latest = plusMonths(today, LATEST_MONTHS);
  if (start < earliest)
    return `begins on ${start}, before the running period: take the first of this month or a later one`;
  return start > latest ? `begins on ${start}, more than a year ahead: take an earlier month` : undefined;
}

function ofSchedule(start: string, today: string): string | undefined {
  return start < today ? `begins on ${start}, which has passed: take timeadd(plantimestamp(), "24h")` : undefined;
}

/** Days as `YYYY-MM-DD`. */
function plusMonths(day: string, months: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.toISOString().slice(0, day.length);
}
