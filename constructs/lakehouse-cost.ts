import type { Environment } from '../environments/environment';
import { MonthlyBudget } from './cost/monthly-budget';
import type { Lakehouse } from './lakehouse';
import type { Names } from './naming';
import { budgetTenants } from './lakehouse-tenants';
import type { AlertContacts } from './observability/alert-contacts';

/** What a lake may cost, and who hears when it costs more. */
export function budgetLake(
  lake: Lakehouse,
  { contacts, budget }: Environment,
  names: Names,
  alertContacts: AlertContacts,
): void {
  new MonthlyBudget(lake, 'Budget', {
    name: names.of(lake, 'budget'),
    resourceGroupId: lake.group.id,
    monthlyUsd: budget.monthlyUsd,
    startDate: budget.startDate,
    contacts: alertContacts,
    emails: contacts.map(({ email }) => email),
  });
  budgetTenants(lake, names, alertContacts);
}
