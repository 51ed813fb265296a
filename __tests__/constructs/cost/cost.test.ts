import { StorageContainer } from '@cdktf/provider-azurerm/lib/storage-container';
import type { TerraformStack } from 'cdktf';
import { CostExport } from '../../../constructs/cost/cost-export';
import type { CostExportProps } from '../../../constructs/cost/cost-export-props';
import { CostMails } from '../../../constructs/cost/cost-mails';
import type { CostMailsProps } from '../../../constructs/cost/cost-mails-props';
import { Lakehouse } from '../../../constructs/lakehouse/lakehouse';
import { dev } from '../../../environments/dev';
import { chain } from '../../support/contracts';
import { describeRefusals } from '../../support/refusal';
import { bodiesOf, bodyOf, synthesizeStack } from '../../support/synth';

const GROUP = '/subscriptions/s/resourceGroups/rg';

describe('CostMails', () => {
  const base: CostMailsProps = {
    suffix: 'lake-test',
    subscriptionId: '00000000-0000-4000-8000-0000000000d0',
    resourceGroupId: GROUP,
    title: 'lake, test',
    emails: ['me@example.com', 'you@example.com'],
  };
  describeRefusals(base, (stack, id, props) => new CostMails(stack, id, props), [
    { what: 'nobody', bad: { emails: [] }, setting: 'number of emails', good: { emails: ['me@example.com'] } },
    { what: 'a suffix in capitals', bad: { suffix: 'Lake' }, setting: 'suffix', good: { suffix: 'lake-2' } },
    { what: 'a long title', bad: { title: 'x'.repeat(31) }, setting: 'title', good: { title: 'x'.repeat(30) } },
    { what: 'a day that February lacks', bad: { dayOfMonth: 29 }, setting: 'dayOfMonth', good: { dayOfMonth: 28 } },
  ]);

  test('tells of what is unusual, and every month what the lake cost by kind of resource', () => {
    const stack = synthesizeStack((scope) => new CostMails(scope, 'Mails', base));
    const anomaly = bodyOf(stack, 'azurerm_cost_anomaly_alert');
    expect(anomaly).toMatchObject({ name: 'cost-anomaly-lake-test', email_addresses: base.emails });
    expect(String(anomaly['email_subject']).length).toBeLessThanOrEqual(70);
    expect(String(anomaly['message']).length).toBeLessThanOrEqual(250);
    expect(bodyOf(stack, 'azurerm_resource_group_cost_management_view')).toMatchObject({
      resource_group_id: GROUP,
      dataset: { granularity: 'Monthly', grouping: [{ type: 'Dimension', name: 'ResourceType' }] },
    });
    expect(bodyOf(stack, 'azurerm_cost_management_scheduled_action')).toMatchObject({
      frequency: 'Monthly',
      day_of_month: 3,
      email_address_sender: 'me@example.com',
      view_id: expect.stringMatching(/^\$\{azurerm_resource_group_cost_management_view\./),
      start_date: expect.stringContaining('plantimestamp()'),
      lifecycle: { ignore_changes: ['start_date', 'end_date'] },
    });
  });
});

describe('CostExport', () => {
  type Subject = Omit<CostExportProps, 'container'>;
  const base: Subject = { name: 'cost-lake-test', resourceGroupId: GROUP };
  const make = (scope: TerraformStack, id: string, props: Subject): CostExport =>
    new CostExport(scope, id, {
      ...props,
      container: new StorageContainer(scope, 'Landing', { name: 'landing', storageAccountId: '/accounts/st' }),
    });
  describeRefusals(base, make, [
    { what: 'a name with a dot', bad: { name: 'cost.lake' }, setting: 'name', good: { name: 'cost-lake' } },
    { what: 'a folder that starts above', bad: { folder: '/cost' }, setting: 'folder', good: { folder: 'own/cost' } },
  ]);

  test('writes the month so far every day, and sets its dates once', () => {
    const stack = synthesizeStack((scope) => make(scope, 'Export', base));
    expect(bodyOf(stack, 'azurerm_resource_group_cost_management_export')).toMatchObject({
      recurrence_type: 'Daily',
      export_data_options: { type: 'ActualCost', time_frame: 'MonthToDate' },
      export_data_storage_location: {
        container_id: expect.stringMatching(/^\$\{azurerm_storage_container\..*\.id\}$/),
        root_folder_path: '/cost',
      },
      lifecycle: { ignore_changes: ['recurrence_period_start_date', 'recurrence_period_end_date'] },
    });
  });
});

test('a lake with an account a layer has budgets by part and by layer, each told apart on the bill', () => {
  const environment = {
    ...dev,
    costExport: true,
    storage: { ...dev.storage, layout: 'perLayer' as const },
    budget: { ...dev.budget, parts: { storage: 50 }, layers: { gold: 10 } },
  };
  const stack = synthesizeStack((scope) => new Lakehouse(scope, 'Lakehouse', { environment, contracts: chain }));
  const budgets = bodiesOf(stack, 'azurerm_consumption_budget_resource_group');
  expect(budgets.map(({ amount }) => amount).sort()).toEqual([10, 450, 50]);
  const dimension = (name: string, value: unknown): unknown =>
    expect.objectContaining({ filter: { dimension: [{ name, operator: 'In', values: [value] }] } });
  expect(budgets).toContainEqual(dimension('ResourceType', 'microsoft.storage/storageaccounts'));
  expect(budgets).toContainEqual(
    dimension('ResourceId', expect.stringMatching(/^\$\{azurerm_storage_account\..*gold/i)),
  );
  expect(bodiesOf(stack, 'azurerm_resource_group_cost_management_export')).toHaveLength(1);
});

test('a lake that may cost more than storage should has a budget for storage at its target, where it states none', () => {
  const amounts = (budget: typeof dev.budget): unknown =>
    bodiesOf(
      synthesizeStack(
        (scope) => new Lakehouse(scope, 'Lakehouse', { environment: { ...dev, budget }, contracts: chain }),
      ),
      'azurerm_consumption_budget_resource_group',
    )
      .map(({ amount }) => amount)
      .sort();
  const { storageUsdPerMonth } = dev.targets;
  expect(amounts({ ...dev.budget, monthlyUsd: storageUsdPerMonth })).toEqual([storageUsdPerMonth]);
  expect(amounts({ ...dev.budget, monthlyUsd: 9000 })).toEqual([storageUsdPerMonth, 9000]);
  expect(amounts({ ...dev.budget, monthlyUsd: 9000, parts: { storage: 800 } })).toEqual([800, 9000]);
});
