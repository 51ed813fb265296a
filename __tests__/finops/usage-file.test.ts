import { estimateEnvironment } from '../../finops/estimate';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import { readUsageFile } from '../../finops/usage-file';
import { lake } from './fixture';

const stacks = [lake()];
const priced = (usage: Record<string, Record<string, number>>) =>
  estimateEnvironment(stacks, readUsageFile({ version: 0.1, resource_usage: usage }, stacks), loadPriceSheet('eastus'));
const usdOf = (result: ReturnType<typeof priced>, key: string) =>
  result.items.find(({ priceKey }) => priceKey === key)?.monthlyUsd;

test.each([
  [
    'azurerm_synapse_workspace.workspace',
    { serverless_sql_pool_size_tb: 0.3 },
    'synapse.serverless.dataProcessed',
    '1.50',
  ], // 0.3 x 5, not whole terabytes
  ['azurerm_synapse_sql_pool.mart', { storage_tb: 1, monthly_hours: 100 }, 'synapse.dedicated.dw100c', '302.00'], // DW200c: 2 x 100 x 1.51
  ['azurerm_synapse_spark_pool.batch', { monthly_hours: 10, average_nodes: 4 }, 'synapse.spark.memopt.vcore', '44.16'], // 4 x 8 x 10 x 0.138
  ['azurerm_storage_container.gold', { storage_gb: 1000 }, 'adls.hns.hot.lrs.stored', '21.00'],
  [
    'azurerm_log_analytics_workspace.logs',
    { monthly_log_data_ingestion_gb: 105 },
    'logAnalytics.payg.ingest',
    '230.00',
  ], // 100 x 2.30
  ['azurerm_data_factory.factory', { monthly_orchestration_runs: 5000 }, 'pipelines.azureIr.activityRun', '5.00'],
  ['azurerm_key_vault.vault', { monthly_operations: 100_000 }, 'keyVault.operations', '0.30'],
])('usage of %s is priced', (address, figures, key, usd) => {
  expect(usdOf(priced({ [address]: figures }), key)).toBe(usd);
});

test('what has no usage is counted, never taken for nothing', () => {
  const { incomplete } = priced({});
  expect(incomplete).toEqual(
    expect.arrayContaining([expect.stringContaining('azurerm_synapse_spark_pool.batch is not priced')]),
  );
});

test.each([
  ['an unknown address', { 'azurerm_key_vault.other': { monthly_operations: 1 } }, 'an address of the stacks'],
  ['an unknown key', { 'azurerm_key_vault.vault': { operations: 1 } }, 'monthly_operations'],
  ['a negative figure', { 'azurerm_key_vault.vault': { monthly_operations: -1 } }, 'a number from 0 on'],
  ['a type without usage', { 'azurerm_resource_group.group': { x: 1 } }, 'one of the types'],
])('%s is refused', (_, usage, allowed) => {
  expect(() => priced(usage)).toThrow(allowed);
});
