import type { TerraformStack } from 'cdktf';
import { MonthlyBudget } from '../../../constructs/cost/monthly-budget';
import type { BudgetThreshold, MonthlyBudgetProps } from '../../../constructs/cost/monthly-budget-props';
import { AlertContacts } from '../../../constructs/observability/alert-contacts';
import { describeRefusals } from '../../support/refusal';
import { bodyOf, synthesizeStack } from '../../support/synth';

type Subject = Omit<MonthlyBudgetProps, 'contacts'>;

const base: Subject = {
  name: 'budget-test',
  resourceGroupId: '/subscriptions/x/resourceGroups/rg-test',
  monthlyUsd: 100,
  startDate: '2026-12-01',
  emails: ['me@example.com'],
};
const steps = (count: number): readonly BudgetThreshold[] =>
  Array.from({ length: count }, (_, index) => ({ of: 'Actual', percent: 10 * (index + 1) }));

function make(scope: TerraformStack, id: string, props: Subject): MonthlyBudget {
  const contacts = new AlertContacts(scope, 'Contacts', {
    name: 'ag-test',
    shortName: 'test',
    resourceGroupName: 'rg-test',
    contacts: [{ name: 'me', email: 'me@example.com' }],
  });
  return new MonthlyBudget(scope, id, { ...props, contacts });
}

describe('MonthlyBudget', () => {
  describeRefusals(base, make, [
    {
      what: 'a start in the middle of a month',
      bad: { startDate: '2026-12-15' },
      setting: 'startDate',
      good: { startDate: '2027-01-01' },
    },
    {
      what: 'a start before budgets existed',
      bad: { startDate: '2017-05-01' },
      setting: 'startDate',
      good: { startDate: '2017-06-01' },
    },
    {
      what: 'a thirteenth month',
      bad: { startDate: '2026-13-01' },
      setting: 'startDate',
      good: { startDate: '2026-10-01' },
    },
    { what: 'no money', bad: { monthlyUsd: 0 }, setting: 'monthlyUsd', good: { monthlyUsd: 1 } },
    { what: 'nobody to tell', bad: { emails: [] }, setting: 'emails', good: { emails: ['you@example.com'] } },
    { what: 'six notifications', bad: { thresholds: steps(6) }, setting: 'thresholds', good: { thresholds: steps(5) } },
    { what: 'no notification', bad: { thresholds: [] }, setting: 'thresholds', good: { thresholds: steps(1) } },
    {
      what: 'a threshold beyond 1000 percent',
      bad: { thresholds: [{ of: 'Actual', percent: 1001 }] },
      setting: 'threshold',
      good: { thresholds: [{ of: 'Actual', percent: 1000 }] },
    },
  ]);

  test('warns by forecast as well as by actual cost, in five notifications', () => {
    const body = bodyOf(
      synthesizeStack((scope) => make(scope, 'Budget', base)),
      'azurerm_consumption_budget_resource_group',
    );
    expect(body).toMatchObject({
      amount: 100,
      time_grain: 'Monthly',
      time_period: { start_date: '2026-12-01T00:00:00Z' },
      notification: [50, 80, 100, 100, 120].map((threshold, index) => ({
        threshold,
        threshold_type: index < 3 ? 'Actual' : 'Forecasted',
        contact_emails: ['me@example.com'],
      })),
    });
  });
});
