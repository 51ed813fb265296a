import { CostExport } from '../cost/cost-export';
import { CostMails } from '../cost/cost-mails';
import { MonthlyBudget } from '../cost/monthly-budget';
import type { BudgetFilter } from '../cost/monthly-budget-props';
import type { Watched } from './parts';
import { budgetTenants } from './tenants';

/** Parts of the bill that have a budget of their own, by the resource type that Cost Management writes. */
const PARTS = {
  storage: 'microsoft.storage/storageaccounts',
  synapse: 'microsoft.synapse/workspaces',
} as const;

/** What a lake may cost, by part, layer and tenant, and who hears when it costs more. */
export function budgetLake(lake: Watched): void {
  const { scope, environment, names, contacts } = lake;
  const { budget, targets, name, workload, subscriptionId, costExport = false } = environment;
  const emails = environment.contacts.map(({ email }) => email);
  const resourceGroupId = lake.group.id;
  const common = { resourceGroupId, startDate: budget.startDate, contacts, emails };
  new MonthlyBudget(scope, 'Budget', { ...common, name: names.of(scope, 'budget'), monthlyUsd: budget.monthlyUsd });
  const part = (id: string, monthlyUsd: number, filter: BudgetFilter): MonthlyBudget =>
    new MonthlyBudget(scope, `Budget-${id}`, { ...common, name: names.of(scope, 'budget', id), monthlyUsd, filter });
  // Where the whole may cost more than storage should, nothing else would tell.
  const untold = budget.monthlyUsd > targets.storageUsdPerMonth ? { storage: targets.storageUsdPerMonth } : {};
  const parts = { ...untold, ...budget.parts };
  for (const [id, resourceType] of Object.entries(PARTS)) {
    const monthlyUsd = parts[id as keyof typeof PARTS];
    if (monthlyUsd !== undefined) part(id, monthlyUsd, { dimension: 'ResourceType', values: [resourceType] });
  }
  // An account a layer is the only way in which the bill of Azure tells layers apart.
  if (lake.storage.accounts.length > 1) {
    for (const { account, node } of lake.storage.accounts) {
      const monthlyUsd = budget.layers?.[node.id];
      if (monthlyUsd !== undefined) part(node.id, monthlyUsd, { dimension: 'ResourceId', values: [account.id] });
    }
  }
  budgetTenants(lake);
  new CostMails(scope, 'CostMails', {
    suffix: `${workload}-${name}`,
    title: `lake ${workload}, ${name}`,
    subscriptionId,
    resourceGroupId,
    emails,
  });
  if (costExport) {
    const container = lake.storage.container('landing');
    new CostExport(scope, 'CostExport', { name: `cost-${workload}-${name}`, resourceGroupId, container });
  }
}
