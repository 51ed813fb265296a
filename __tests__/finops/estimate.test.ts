import { Decimal } from 'decimal.js';
import fc from 'fast-check';

import { estimateEnvironment, type Estimate } from '../../finops/estimate';
import { estimateJson, provenance } from '../../finops/estimate-report';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import type { UsageProfile } from '../../environments/usage';
import type { JsonObject } from '../../shared/json';
import { parseStack } from '../../synthesized/parse-stack';
import { lake, NO_USAGE, USAGE } from './fixture';

const sheet = loadPriceSheet('eastus');

const estimate = (changes: Readonly<Record<string, JsonObject>> = {}, usage: UsageProfile = USAGE): Estimate =>
  estimateEnvironment([lake(changes)], usage, sheet);

const total = (lines: Readonly<Record<string, string>>): string =>
  Object.values(lines)
    .reduce((sum, usd) => sum.plus(usd), new Decimal(0))
    .toFixed(2);

/** `price key of address` to dollars. */
function lines({ items }: Estimate): Record<string, string> {
  return Object.fromEntries(
    items.map((item) => [`${item.priceKey} of ${item.address.split('.')[1] ?? ''}`, item.monthlyUsd]),
  );
}

describe('an environment', () => {
  test('costs what its meters say', () => {
    expect(lines(estimate())).toEqual({
      'adls.hns.hot.lrs.stored of landing': '10.50',
      'adls.hns.archive.lrs.stored of landing': '0.50',
      'adls.hns.hot.lrs.write of landing': '0.72',
      'adls.hns.hot.read of landing': '0.06',
      'adls.hns.hot.lrs.stored of bronze': '21.00',
      'adls.hns.cool.lrs.stored of bronze': '7.60',
      'adls.hns.cold.lrs.stored of bronze': '1.80',
      'adls.hns.hot.lrs.write of bronze': '7.15',
      'adls.hns.hot.read of bronze': '5.72',
      'adls.hns.hot.lrs.stored of silver': '21.00',
      'adls.hns.hot.lrs.write of silver': '0.00',
      'adls.hns.hot.read of silver': '0.00',
      'adls.hns.hot.lrs.stored of gold': '2.10',
      'adls.hns.hot.lrs.write of gold': '0.00',
      'adls.hns.hot.read of gold': '0.00',
      'adls.hns.hot.lrs.stored of system': '0.21',
      'adls.hns.hot.lrs.write of system': '0.00',
      'adls.hns.hot.read of system': '0.00',
      'synapse.serverless.dataProcessed of workspace': '10.00',
      'synapse.spark.memopt.vcore of batch': '331.20',
      'synapse.dedicated.dw100c of mart': '531.52',
      'synapse.dedicated.storage.lrs of mart': '23.00',
      'logAnalytics.payg.ingest of logs': '115.00',
      'pipelines.azureIr.activityRun of factory': '10.00',
      'pipelines.azureIr.externalActivity of factory': '0.03',
      'pipelines.monitoring of factory': '0.10',
      'keyVault.operations of vault': '0.30',
    });
    expect(estimate().totalUsd).toBe('1099.51');
  });

  test('is compared with the budget its stacks declare', () => {
    expect(estimate().budget).toEqual({ monthlyUsd: '1000.00', usedPercent: '110.0', over: true });
    const budget = 'azurerm_consumption_budget_resource_group.budget';
    expect(estimate({ [budget]: { amount: 24000, time_grain: 'Annually' } }).budget).toMatchObject({
      monthlyUsd: '2000.00',
      over: false,
    });
    expect(estimate({ [budget]: { amount: '${var.x}' } }).budget).toBeNull();
    expect(estimate({ [budget]: { amount: 5, filter: { tag: [] } } }).budget).toBeNull();
  });

  test('says how sure it is and how many prices are in conflict', () => {
    expect(estimate()).toMatchObject({ asOf: '2026-11', lowestConfidence: 'derived', conflicts: 0 });
    expect(estimate({}, NO_USAGE).budget).toMatchObject({ over: false });
  });

  test('takes both stacks together and refuses stacks of two', () => {
    const access = parseStack('test-access', {});
    expect(estimateEnvironment([lake(), access], USAGE, sheet).totalUsd).toBe('1099.51');
    expect(() => estimateEnvironment([lake(), parseStack('prod', {})], USAGE, sheet)).toThrow(
      'one environment, not of 2',
    );
    expect(() => estimateEnvironment([], USAGE, sheet)).toThrow('not of 0');
  });

  test('reports what it cannot price instead of leaving it out', () => {
    const { unpriced } = estimate({
      'azurerm_storage_container.releases': {
        name: 'releases',
        storage_account_id: '${azurerm_storage_account.lake.id}',
      },
      'azurerm_databricks_workspace.notebooks': {},
      'azurerm_storage_container.silver': { name: 'silver', storage_account_id: '${var.account}' },
      'azurerm_synapse_spark_pool.batch': {
        name: 'batch',
        node_size: 'Medium',
        node_size_family: 'MemoryOptimized',
        count: '${var.n}',
      },
    });
    expect(unpriced.map(({ address, reason }) => [address.split('.')[1], reason])).toEqual(
      expect.arrayContaining([
        ['releases', 'no storage usage is stated for the container releases'],
        ['notebooks', 'nobody has looked up how this type is billed'],
        ['silver', expect.stringContaining('known only to Terraform')],
        ['batch', expect.stringContaining('count or for_each')],
      ]),
    );
    expect(unpriced).toHaveLength(4);
    expect(estimate().unpriced).toEqual([]);
  });

  test('reports usage that no resource carries', () => {
    expect(estimate().unplacedUsage).toEqual([]);
    const usage = { ...USAGE, spark: { ...USAGE.spark, ghost: { hours: 1, averageNodes: 3 } } };
    expect(estimate({}, usage).unplacedUsage).toEqual(['Spark pool ghost']);
    expect(estimateEnvironment([parseStack('test', {})], USAGE, sheet).unplacedUsage).toHaveLength(11);
  });

  test('counts free resources with the reason', () => {
    expect(estimate().free).toContainEqual({
      type: 'azurerm_resource_group',
      count: 1,
      reason: 'resource groups are free',
    });
  });
});

describe('storage', () => {
  const account = (body: JsonObject) => ({
    'azurerm_storage_account.lake': {
      account_tier: 'Standard',
      account_replication_type: 'LRS',
      is_hns_enabled: true,
      ...body,
    },
  });

  test.each<[JsonObject, string, string]>([
    [{ account_replication_type: 'GRS' }, 'adls.hns.hot.grs.stored of silver', '45.80'],
    [{ account_replication_type: 'RAGRS' }, 'adls.hns.hot.grs.write of bronze', '14.30'],
    [{ access_tier: 'Cool' }, 'adls.hns.cool.lrs.stored of silver', '15.20'],
    [{ access_tier: 'Cool' }, 'adls.hns.cool.lrs.stored of bronze', '22.80'],
  ])('follows the account %j', (body, line, usd) => {
    expect(lines(estimate(account(body)))[line]).toBe(usd);
  });

  test.each<[string, JsonObject, string]>([
    ['a flat namespace', { is_hns_enabled: false }, 'hierarchical namespace'],
    ['a premium account', { account_tier: 'Premium' }, 'only standard accounts'],
    ['a computed redundancy', { account_replication_type: '${var.r}' }, 'known only to Terraform'],
  ])('of %s is not priced', (_, body, reason) => {
    const { unpriced } = estimate(account(body));
    expect(unpriced).toHaveLength(5);
    expect(unpriced[0]?.reason).toContain(reason);
  });

  test('refuses archive where the redundancy has none', () => {
    const reasons = estimate(account({ account_replication_type: 'ZRS' })).unpriced.map(({ reason }) => reason);
    expect(reasons).toEqual([expect.stringContaining('ZRS accounts do not have')]);
  });

  test('bounds what the sheet lacks by a dearer price, and says so', () => {
    const rows = new Map([...sheet.rows].filter(([key]) => key !== 'adls.hns.cool.lrs.stored'));
    const result = estimateEnvironment([lake()], USAGE, { ...sheet, rows });
    const item = result.items.find(({ priceKey }) => priceKey === 'adls.hns.cool.lrs.stored');
    // 2,000 GiB x 0.25 at the ZRS price of the same tier, 0.019033, instead of 7.60.
    expect(item).toMatchObject({ monthlyUsd: '9.52', confidence: 'bound' });
    expect(item?.note).toContain('adls.hns.cool.zrs.stored, which cannot be cheaper, bounds it');
    expect(result.unpriced).toEqual([]);
    expect(provenance([result])).toContain('1 unknown prices are bounded by dearer ones: adls.hns.cool.lrs.stored.');
  });

  test('without a price that bounds it is unpriced, and the estimate is incomplete', () => {
    const rows = new Map([...sheet.rows].filter(([key]) => !key.startsWith('synapse.spark')));
    const result = estimateEnvironment([lake()], USAGE, { ...sheet, rows });
    expect(result.incomplete).toEqual([expect.stringContaining('azurerm_synapse_spark_pool.batch is not priced')]);
  });

  test('of two containers of one name is not counted twice', () => {
    const twin = { name: 'gold', storage_account_id: '${azurerm_storage_account.lake.id}' };
    const { unpriced } = estimate({ 'azurerm_storage_container.twin': twin });
    expect(unpriced.map(({ reason }) => reason)).toEqual(
      Array(2).fill(expect.stringContaining('2 containers are named gold')),
    );
  });
});

describe('other services', () => {
  test('the managed network makes an activity hour 4,000 times dearer', () => {
    const managed = estimate({ 'azurerm_data_factory.factory': { managed_virtual_network_enabled: true } });
    expect(lines(managed)['pipelines.managedVnetIr.externalActivity of factory']).toBe('100.00');
    const runtime = { data_factory_id: '${azurerm_data_factory.factory.id}', virtual_network_enabled: true };
    expect(lines(estimate({ 'azurerm_data_factory_integration_runtime_azure.r': runtime }))).toHaveProperty(
      ['pipelines.managedVnetIr.externalActivity of factory'],
      '100.00',
    );
  });

  test('a geo backup is priced unless switched off', () => {
    const pool = { name: 'mart', sku_name: 'DW200c' };
    expect(lines(estimate({ 'azurerm_synapse_sql_pool.mart': pool }))['synapse.dedicated.drBackup.ragrs of mart']).toBe(
      '56.20',
    );
  });

  test('logs kept longer than a month cost', () => {
    const logs = { 'azurerm_log_analytics_workspace.logs': { retention_in_days: 92 } };
    expect(lines(estimate(logs))['logAnalytics.retention of logs']).toBe('11.03'); // 55 GB x 61 / 30.4167 x 0.10
  });

  test.each([
    ['PT1M', '3.00'],
    ['PT5M', '1.50'],
    ['PT10M', '1.00'],
    ['PT15M', '0.50'],
    ['PT1H', '0.50'],
    ['P1D', '0.50'],
  ])('a log alert that looks every %s costs %s', (evaluation_frequency, usd) => {
    const alert = { 'azurerm_monitor_scheduled_query_rules_alert_v2.a': { evaluation_frequency } };
    expect(estimate(alert).byComponent['observability']).toBe(new Decimal(115).plus(usd).toFixed(2));
  });

  test('a metric alert costs by scope and criterion', () => {
    const scopes = ['${azurerm_storage_account.lake.id}'];
    const alert = { 'azurerm_monitor_metric_alert.a': { scopes, criteria: [{}, {}], dynamic_criteria: {} } };
    expect(estimate(alert).byComponent['observability']).toBe('115.40');
  });

  test('private endpoints cost by the hour, those of managed networks too', () => {
    const more = estimate({
      'azurerm_private_endpoint.p': {},
      'azurerm_data_factory_managed_private_endpoint.m': {},
      'azurerm_synapse_managed_private_endpoint.s': {},
    });
    expect(more.byComponent['network']).toBe('21.90'); // 3 x 730 x 0.01
    expect(more.unpriced).toEqual([]);
  });

  test.each<[string, JsonObject, string, string]>([
    [
      'a Defender with a cap',
      { malware_scanning_on_upload_enabled: true, malware_scanning_on_upload_cap_gb_per_month: 100 },
      'security_center_storage_defender',
      '25.00',
    ], // 10 + 100 x 0.15
    ['a Defender that scans nothing', {}, 'security_center_storage_defender', '10.00'],
    ['a key in hardware', { key_type: 'RSA-HSM' }, 'key_vault_key', '5.00'],
    [
      'a key that rotates once in a year',
      { key_type: 'RSA', rotation_policy: { expire_after: 'P425D', automatic: { time_before_expiry: 'P60D' } } },
      'key_vault_key',
      '0.08',
    ], // 30.42 / 365 x 1.00
  ])('%s costs what its meters say', (_, body, type, usd) => {
    const more = estimate({ [`azurerm_${type}.x`]: body });
    expect(new Decimal(more.byComponent['security'] ?? 0).minus('0.30').toFixed(2)).toBe(usd);
    expect(more.incomplete).toEqual([]);
  });

  test('a Defender without a cap is incomplete, because nothing bounds it', () => {
    const more = estimate({
      'azurerm_security_center_storage_defender.d': { malware_scanning_on_upload_enabled: true },
    });
    expect(more.incomplete).toEqual([expect.stringContaining('neither a cap nor what is uploaded')]);
  });

  test('private DNS zones share their bands', () => {
    const zones = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`azurerm_private_dns_zone.z${String(index)}`, {}]),
    );
    // 25 x 0.50 + 5 x 0.10 = 13.00, and 3 million queries x 0.40.
    expect(estimate(zones).byComponent['network']).toBe('14.20');
  });

  test.each<[string, JsonObject, string]>([
    ['a disabled metric alert', { enabled: false, scopes: ['x'], criteria: {} }, '115.00'],
    ['two scopes', { scopes: ['x', 'y'], criteria: {} }, '115.20'],
    ['two values of a dimension', { scopes: ['x'], criteria: { dimension: { values: ['a', 'b'] } } }, '115.20'],
    [
      'two dimensions of two and three values',
      { scopes: ['x'], criteria: { dimension: [{ values: ['a', 'b'] }, { values: ['1', '2', '3'] }] } },
      '115.60',
    ],
  ])('of metric alerts, %s costs by its series', (_, body, usd) => {
    expect(estimate({ 'azurerm_monitor_metric_alert.a': body }).byComponent['observability']).toBe(usd);
  });

  test('a log alert costs each series beyond the first', () => {
    const criteria = { dimension: { name: 'x', values: ['a', 'b', 'c'] } };
    const alert = { 'azurerm_monitor_scheduled_query_rules_alert_v2.a': { evaluation_frequency: 'PT5M', criteria } };
    expect(estimate(alert).byComponent['observability']).toBe('116.80'); // 115 + 1.50 + 2 x 0.15
    const off = {
      'azurerm_monitor_scheduled_query_rules_alert_v2.a': { enabled: false, evaluation_frequency: 'PT5M' },
    };
    expect(estimate(off).byComponent['observability']).toBe('115.00');
  });

  test('usage of the environment is charged once, however many resources there are', () => {
    expect(estimate({ 'azurerm_key_vault.second': {} }).byComponent['security']).toBe('0.30');
  });

  test.each<[string, JsonObject, string]>([
    ['a GPU pool', { node_size: 'Large', node_size_family: 'HardwareAcceleratedGPU' }, 'memory-optimised'],
    ['a pool of computed size', { node_size: '${var.s}', node_size_family: 'MemoryOptimized' }, 'literal size'],
  ])('%s is not priced', (_, body, reason) => {
    expect(estimate({ 'azurerm_synapse_spark_pool.batch': { name: 'batch', ...body } }).unpriced[0]?.reason).toContain(
      reason,
    );
  });

  test.each([11, 2.5])('%d nodes on average of a pool of 3 to 10 are refused', (averageNodes) => {
    const usage = { ...USAGE, spark: { batch: { hours: 1, averageNodes } } };
    expect(() => estimate({}, usage)).toThrow(`averageNodes is ${String(averageNodes)}, allowed is 3 to 10`);
  });
});

describe('impossible usage', () => {
  const storage = (change: object): UsageProfile => ({
    ...USAGE,
    storage: { ...USAGE.storage, gold: { storedGib: 100, writes: 0, reads: 0, ...change } },
  });

  test.each<[string, UsageProfile, string]>([
    ['negative capacity', storage({ storedGib: -1 }), 'storage.gold.storedGib is -1'],
    ['no number', storage({ reads: Number.NaN }), 'storage.gold.reads is NaN'],
    ['shares above one', storage({ tierShare: { cool: 0.7, cold: 0.7 } }), 'the sum of storage.gold.tierShare is 1.4'],
    ['a month too long', { ...USAGE, spark: { batch: { hours: 800, averageNodes: 3 } } }, 'spark.batch.hours is 800'],
    [
      'a pool too long online',
      { ...USAGE, sqlPools: { mart: { onlineHours: 745, storedTb: 0 } } },
      'onlineHours is 745',
    ],
  ])('%s is refused', (_, usage, problem) => {
    expect(() => estimate({}, usage)).toThrow(problem);
  });
});

describe('sums', () => {
  const gib = fc.double({ min: 0, max: 600_000, noNaN: true });

  test('layers, components and lines add up to the total to the cent', () => {
    fc.assert(
      fc.property(
        gib,
        fc.nat(50_000_000),
        fc.nat(744),
        fc.double({ min: 0, max: 500, noNaN: true }),
        (storedGib, reads, hours, gb) => {
          const usage: UsageProfile = {
            ...USAGE,
            storage: { ...USAGE.storage, bronze: { storedGib, tierShare: { cool: 0.3 }, writes: reads, reads } },
            spark: { batch: { hours, averageNodes: 4.5 } },
            logAnalyticsGb: gb,
          };
          const result = estimate({}, usage);
          expect(total(result.byLayer)).toBe(result.totalUsd);
          expect(total(result.byComponent)).toBe(result.totalUsd);
          expect(total(Object.fromEntries(result.items.map((item, index) => [index, item.monthlyUsd])))).toBe(
            result.totalUsd,
          );
        },
      ),
    );
  });

  test('more GiB never cost less', () => {
    fc.assert(
      fc.property(gib, gib, (a, b) => {
        const cost = (storedGib: number) =>
          new Decimal(
            estimate({}, { ...USAGE, storage: { ...USAGE.storage, silver: { storedGib, writes: 0, reads: 0 } } })
              .totalUsd,
          );
        return cost(Math.min(a, b)).lte(cost(Math.max(a, b)));
      }),
    );
  });

  test('the same input gives the same estimate', () => {
    expect(estimateJson([estimate()])).toEqual(estimateJson([estimate()]));
  });
});
