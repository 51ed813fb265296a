import { DataFactory } from '@cdktf/provider-azurerm/lib/data-factory';
import { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { Diagnostics } from '../../../constructs/observability/diagnostics';
import { LogWorkspace } from '../../../constructs/observability/log-workspace';
import type { LogWorkspaceProps } from '../../../constructs/observability/log-workspace-props';
import { LakeStorage } from '../../../constructs/storage/lake-storage';
import { describeRefusals, refusalOf } from '../../support/refusal';
import { bodyOf, scratchStack, synthesizeStack } from '../../support/synth';
import type { TerraformStack } from 'cdktf';

const base: LogWorkspaceProps = {
  name: 'log-lake-test',
  resourceGroupName: 'rg-test',
  location: 'eastus',
  dailyCapGb: 1,
};

describe('LogWorkspace', () => {
  describeRefusals(base, (stack, id, props) => new LogWorkspace(stack, id, props), [
    { what: 'a cap of nothing', bad: { dailyCapGb: 0 }, setting: 'dailyCapGb', good: { dailyCapGb: 0.023 } },
    { what: 'a negative cap', bad: { dailyCapGb: -2 }, setting: 'dailyCapGb', good: { dailyCapGb: -1 } },
    { what: 'less than 30 days', bad: { retentionDays: 29 }, setting: 'retentionDays', good: { retentionDays: 30 } },
    {
      what: 'more than two years',
      bad: { retentionDays: 731 },
      setting: 'retentionDays',
      good: { retentionDays: 730 },
    },
  ]);

  test('is capped, keyless and paid by volume', () => {
    const stack = synthesizeStack((scope) => new LogWorkspace(scope, 'Logs', base));
    expect(bodyOf(stack, 'azurerm_log_analytics_workspace')).toMatchObject({
      sku: 'PerGB2018',
      daily_quota_gb: 1,
      retention_in_days: 31,
      local_authentication_enabled: false,
    });
  });
});

describe('Diagnostics', () => {
  test('fails for a type that is not in the table', () => {
    const stack = scratchStack();
    const group = new ResourceGroup(stack, 'Group', { name: 'rg-test', location: 'eastus' });
    expect(refusalOf(() => new Diagnostics(stack, 'Diagnostics', group, '/logs')).refusal).toMatchObject({
      value: 'azurerm_resource_group',
      remedy: expect.stringContaining('diagnostic-categories.ts'),
    });
  });

  test('takes the categories that are asked for, and no others', () => {
    const asked = (categories: readonly string[]) => (scope: TerraformStack) => {
      const factory = new DataFactory(scope, 'Factory', { name: 'adf', resourceGroupName: 'rg', location: 'eastus' });
      new Diagnostics(scope, 'Diagnostics', factory, '/logs', categories);
    };
    const stack = synthesizeStack(asked(['SandboxPipelineRuns']));
    expect(bodyOf(stack, 'azurerm_monitor_diagnostic_setting')).toMatchObject({
      enabled_log: [{ category: 'SandboxPipelineRuns' }],
      log_analytics_destination_type: 'Dedicated',
    });
    expect(refusalOf(() => asked(['StorageWrite'])(scratchStack())).refusal).toMatchObject({
      setting: 'log category of azurerm_data_factory',
      value: 'StorageWrite',
    });
  });

  test('hangs the log of storage on its blob service, where the account itself has none', () => {
    const stack = synthesizeStack((scope) => {
      const storage = new LakeStorage(scope, 'Storage', {
        name: 'stlaketest',
        resourceGroupName: 'rg-test',
        location: 'eastus',
        replication: 'LRS',
        contracts: [],
      });
      new Diagnostics(storage, 'Diagnostics', storage.account, '/logs');
    });
    expect(bodyOf(stack, 'azurerm_monitor_diagnostic_setting')).toMatchObject({
      name: 'medallion',
      target_resource_id: expect.stringMatching(/^\$\{azurerm_storage_account\..*\.id\}\/blobServices\/default$/),
      enabled_log: [{ category: 'StorageWrite' }, { category: 'StorageDelete' }],
      enabled_metric: [{ category: 'Transaction' }],
    });
  });
});
