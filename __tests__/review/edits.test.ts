import { StorageAccount } from '@cdktf/provider-azurerm/lib/storage-account';
import { StorageManagementPolicy } from '@cdktf/provider-azurerm/lib/storage-management-policy';
import { SynapseWorkspace } from '@cdktf/provider-azurerm/lib/synapse-workspace';
import { KeyVault } from '@cdktf/provider-azurerm/lib/key-vault';
import { TerraformResource, type App } from 'cdktf';
import type { Column, TableContract, TableName } from '../../contracts/contract';
import { environments } from '../../environments';
import type { Environment } from '../../environments/settings/environment';
import type { TenantSettings } from '../../environments/settings/tenants';
import type { Workload } from '../../environments/workload-profile';
import { estimateEnvironment } from '../../finops/estimate';
import { loadPriceSheet } from '../../finops/load-price-sheet';
import { evaluatePolicies } from '../../policies/engine';
import { rules } from '../../policies/rules';
import { renderMarkdown } from '../../review/page';
import { reviewSides, type Side } from '../../review/review';
import { LakehouseStack } from '../../stacks/lakehouse-stack';
import { shippedContracts } from '../support/shipped';
import { plainLines } from '../support/markdown';
import { synthesize } from '../support/synth';

interface Sources {
  readonly environment: Environment;
  readonly contracts: readonly TableContract[];
  /** A change by somebody who reaches into the constructs. */
  readonly touch?: (lake: LakehouseStack) => void;
}

const contracts = shippedContracts();

function shipped(name: string): Environment {
  const found = environments.find((environment) => environment.name === name);
  if (found === undefined) throw new Error(`no environment ${name}`);
  return found;
}

function sideOf(name: string, { environment, contracts: tables, touch }: Sources): Side {
  const { stacks } = synthesize((app: App) => {
    const stack = new LakehouseStack(app, environment.name, { environment, contracts: tables });
    touch?.(stack);
  });
  return {
    name,
    stacks,
    contracts: tables,
    estimates: [estimateEnvironment(stacks, environment.usage, loadPriceSheet(environment.location))],
    policies: evaluatePolicies(stacks, rules, [], '2026-11-24'),
  };
}

const bases = new Map<string, Side>();

function pageOf(environment: Environment, after: Partial<Sources>): readonly string[] {
  const unchanged = { environment, contracts };
  const key = `${environment.name} ${environment.sessions ?? ''}`;
  const base = bases.get(key) ?? sideOf('main', unchanged);
  bases.set(key, base);
  return plainLines(renderMarkdown(reviewSides(base, sideOf('branch', { ...unchanged, ...after })), [])).map((line) =>
    line.replace(CONTRACT_ROW, '$1 | $2 |'),
  );
}

/** A row of contracts without old value, new value and what the next run does, which `review.test.ts` looks at. */
const CONTRACT_ROW = /^(\| (?:breaking|attention|harmless) \| .*? \| .*?) \| .*? \| .*? \| ([^|]*) \| [^|]* \|$/;

const dev = shipped('dev');
const prod = shipped('prod');

/** An edit of the environment's source. */
function environmentEdit(environment: Environment, change: Partial<Environment>): readonly string[] {
  return pageOf(environment, { environment: { ...environment, ...change } });
}

/** An edit of one contract. */
function contractEdit(
  table: TableName,
  change: (contract: TableContract) => Partial<TableContract>,
): readonly string[] {
  const edited = contracts.map((contract) =>
    contract.name === table ? { ...contract, ...change(contract) } : contract,
  );
  return pageOf(dev, { contracts: edited });
}

/** An override on every resource of a type. */
function override(type: { readonly tfResourceType: string }, path: string, value: unknown): readonly string[] {
  return pageOf(dev, {
    touch: (lake) => resourcesOf(lake, type).forEach((resource) => resource.addOverride(path, value)),
  });
}

function resourcesOf(lake: LakehouseStack, type: { readonly tfResourceType: string }): readonly TerraformResource[] {
  return lake.node
    .findAll()
    .filter((node): node is TerraformResource => TerraformResource.isTerraformResource(node))
    .filter(({ terraformResourceType }) => terraformResourceType === type.tfResourceType);
}

const [pool] = dev.sparkPools;
if (pool === undefined) throw new Error('dev has no pool');

function columnsOf(change: (column: Column) => Column, name: string) {
  return ({ columns }: TableContract) => ({
    columns: columns.map((column) => (column.name === name ? change(column) : column)),
  });
}

function workloadOf({ name, usage: { workload } }: Environment): Workload {
  if (workload === undefined) throw new Error(`${name} has no workload`);
  return workload;
}

const shared = { ...dev, name: 'shared', tenants: ['acme', 'globex'].map(tenantOf) };

function tenantOf(id: string, index: number): TenantSettings {
  const objectId = `00000000-0000-4000-8000-00000000010${index}`;
  return { id, isolation: 'container', readers: { name: `${id}-readers`, objectId } };
}

const CASES: Readonly<Record<string, () => readonly string[]>> = {
  'geo-redundant storage': () => environmentEdit(dev, { storage: { ...dev.storage, replication: 'GRS' } }),
  'another capacity alert': () => environmentEdit(dev, { storage: { ...dev.storage, capacityAlertTb: 2 } }),
  'another soft delete of the vault': () => environmentEdit(dev, { keyVault: { softDeleteDays: 30 } }),
  'no log cap': () => environmentEdit(dev, { logs: { ...dev.logs, dailyCapGb: -1 } }),
  'longer log retention': () => environmentEdit(dev, { logs: { ...dev.logs, retentionDays: 90 } }),
  'larger Spark nodes': () => environmentEdit(dev, { sparkPools: [{ ...pool, nodeSize: 'Large' }] }),
  'more Spark nodes': () => environmentEdit(dev, { sparkPools: [{ ...pool, maxNodes: 20 }] }),
  'later auto-pause': () => environmentEdit(dev, { sparkPools: [{ ...pool, autoPauseMinutes: 60 }] }),
  'a renamed Spark pool': () =>
    environmentEdit(dev, {
      sparkPools: [{ ...pool, name: 'synspother' }],
      pipelinePool: 'synspother',
      usage: { workload: { ...workloadOf(dev), nodes: { synspother: 3.4 }, notebookHours: {} } },
    }),
  'a removed SQL pool': () =>
    environmentEdit(dev, { sqlPools: [], usage: { workload: { ...workloadOf(dev), sqlPoolTb: {} } } }),
  'a larger SQL pool': () => environmentEdit(dev, { sqlPools: dev.sqlPools.map((sql) => ({ ...sql, sku: 'DW200c' })) }),
  'a SQL pool with geo backup': () =>
    environmentEdit(dev, { sqlPools: dev.sqlPools.map((sql) => ({ ...sql, storage: 'GRS' as const })) }),
  'another public network': () =>
    environmentEdit(dev, {
      network: { posture: 'public', allowedRanges: [{ name: 'office', cidr: '198.51.100.0/24' }] },
    }),
  'a higher budget': () => environmentEdit(dev, { budget: { ...dev.budget, monthlyUsd: 900 } }),
  'a budget that starts later': () => environmentEdit(dev, { budget: { ...dev.budget, startDate: '2027-01-01' } }),
  'other people to call': () => environmentEdit(dev, { contacts: [{ name: 'oncall', email: 'oncall@example.com' }] }),
  'a later run': () => environmentEdit(dev, { pipeline: { ...dev.pipeline, at: '06:00' } }),
  'a stopped trigger': () => environmentEdit(dev, { pipeline: { ...dev.pipeline, active: false } }),
  'another owner': () => environmentEdit(dev, { tags: { ...dev.tags, Owner: 'Somebody' } }),
  'production without its lock': () => environmentEdit(prod, { protectData: false }),
  'production that may be destroyed': () => environmentEdit(prod, { protectData: false }),
  'engineers who only read': () => environmentEdit(dev, { access: { ...dev.access, engineersMayWrite: false } }),
  'more serverless queries': () => environmentEdit(dev, { usage: { ...dev.usage, serverlessSqlTb: 10 } }),
  'the price of more serverless queries': () => environmentEdit(dev, { usage: { ...dev.usage, serverlessSqlTb: 10 } }),
  'an account in another place': () => environmentEdit(dev, { nameSeed: 'medallion-retail/elsewhere' }),
  'a container that goes with its account': () => environmentEdit(dev, { nameSeed: 'medallion-retail/elsewhere' }),
  'a shorter retention': () => contractEdit('bronze.transactions', () => ({ retentionDays: 365 })),
  'an earlier cool tier': () => contractEdit('bronze.transactions', () => ({ tiering: { coolAfterDays: 30 } })),
  'a tier in the contract': () => contractEdit('bronze.transactions', () => ({ tiering: { coolAfterDays: 30 } })),
  'a removed column': () =>
    contractEdit('silver.users_enriched', ({ columns }) => ({ columns: columns.filter(({ name }) => name !== 'age') })),
  'a changed type': () =>
    contractEdit(
      'silver.events_clean',
      columnsOf((column) => ({ ...column, type: 'string' }), 'coupon_upc'),
    ),
  'a dropped protection': () =>
    contractEdit(
      'silver.users_enriched',
      columnsOf(({ name, type, required, description }) => ({ name, type, required, description }), 'street_token'),
    ),
  'a column that becomes required': () =>
    contractEdit(
      'bronze.events',
      columnsOf((column) => ({ ...column, required: true }), 'campaign_type'),
    ),
  'a new column': () =>
    contractEdit('bronze.events', ({ columns }) => ({
      columns: [...columns, { name: 'channel', type: 'string', required: false, description: '' }],
    })),
  'a removed table': () => pageOf(dev, { contracts: contracts.filter(({ name }) => name !== 'gold.daily_metrics') }),
  'another form of sessions': () => environmentEdit(dev, { sessions: 'table' }),
  'an activity that goes with its table': () =>
    pageOf({ ...dev, sessions: 'table' }, { contracts: contracts.filter(({ name }) => name !== 'gold.daily_metrics') }),
  'keys that open the account': () => override(StorageAccount, 'shared_access_key_enabled', true),
  'a firewall that lets all in': () => override(StorageAccount, 'network_rules.default_action', 'Allow'),
  'an account without a hierarchy': () => override(StorageAccount, 'is_hns_enabled', false),
  'a workspace outside its network': () => override(SynapseWorkspace, 'managed_virtual_network_enabled', false),
  'a pool that goes with its workspace': () => override(SynapseWorkspace, 'managed_virtual_network_enabled', false),
  'a vault without a public door': () => override(KeyVault, 'public_network_access_enabled', false),
  'a removed tenant': () => environmentEdit(shared, { tenants: shared.tenants.slice(0, 1) }),
  'lifecycle rules that are switched off': () => override(StorageManagementPolicy, 'rule.0.enabled', false),
};

const EXPECTED: Readonly<Record<string, string>> = {
  'a removed tenant':
    '| destroy | `azurerm_storage_container.Lakehouse_Storage_Container-globex-gold_22F29BA3` | **DATA LOSS: every table and file of the container** |',
  'geo-redundant storage':
    '| change | `azurerm_storage_account.Lakehouse_Storage_Account_6383F635` | `account_replication_type`: `LRS` → `GRS` |',
  'another capacity alert':
    '| change | `azurerm_monitor_metric_alert.Lakehouse_Alerts_Capacity_F63F4C17` | `criteria.threshold`: `1000000000000` → `2000000000000`<br>`description`: `The lake holds more than 1 TB. Look at the layers in the cost report.` → `The lake holds more than 2 TB. Look at the layers in the cost report.` |',
  'another soft delete of the vault':
    '| replace | `azurerm_key_vault.Lakehouse_Vault_236D7A19` | **DATA LOSS: the keys that tokens and encrypted data depend on**<br>`soft_delete_retention_days`: `7` → `30` (forces a new resource) |',
  'no log cap': '| change | `azurerm_log_analytics_workspace.Lakehouse_Logs_3AC396AB` | `daily_quota_gb`: `1` → `-1` |',
  'longer log retention': '| dev | 1 change | 287.25 | 287.44 | +0.19 (+0.1 %) | 0 |',
  'larger Spark nodes': '| dev | 2 changes | 287.25 | 519.68 | +232.43 (+80.9 %) | 0 |',
  'more Spark nodes':
    '| change | `azurerm_synapse_spark_pool.Lakehouse_SparkPool-synspbatch_DA450F59` | `auto_scale.max_node_count`: `5` → `20`<br>`max_executors`: `4` → `19` |',
  'later auto-pause':
    '| change | `azurerm_synapse_spark_pool.Lakehouse_SparkPool-synspbatch_DA450F59` | `auto_pause.delay_in_minutes`: `5` → `60` |',
  'a renamed Spark pool':
    '| destroy | `azurerm_synapse_spark_pool.Lakehouse_SparkPool-synspbatch_DA450F59` | dev/Lakehouse/SparkPool-synspbatch/Resource |',
  'a removed SQL pool':
    '| destroy | `azurerm_synapse_sql_pool.Lakehouse_SqlPool-syndpserving_D78E56D7` | **DATA LOSS: every table of the pool** |',
  'a larger SQL pool':
    '| change | `azurerm_synapse_sql_pool.Lakehouse_SqlPool-syndpserving_D78E56D7` | `sku_name`: `DW100c` → `DW200c` |',
  'a SQL pool with geo backup':
    '| replace | `azurerm_synapse_sql_pool.Lakehouse_SqlPool-syndpserving_D78E56D7` | **DATA LOSS: every table of the pool**<br>`geo_backup_policy_enabled`: `false` → `true`<br>`storage_account_type`: `LRS` → `GRS` (forces a new resource) |',
  'another public network':
    '| change | `azurerm_storage_account.Lakehouse_Storage_Account_6383F635` | `network_rules.ip_rules[198.51.100.0/24]`: `none` → `198.51.100.0/24`<br>`network_rules.ip_rules[203.0.113.0/24]`: `203.0.113.0/24` → `none` |',
  'a higher budget':
    '| change | `azurerm_consumption_budget_resource_group.Lakehouse_Budget_0EF31260` | `amount`: `450` → `900` |',
  'a budget that starts later':
    '| replace | `azurerm_consumption_budget_resource_group.Lakehouse_Budget_0EF31260` | `time_period.start_date`: `2026-12-01T00:00:00Z` → `2027-01-01T00:00:00Z` (forces a new resource) |',
  'other people to call':
    '| change | `azurerm_monitor_action_group.Lakehouse_Contacts_ADFEE309` | `email_receiver[data-engineering]`: `{"email_address":"data-engineering@example.com","name":"data-engineering","use_c…` → `none`<br>`email_receiver[oncall]`: `none` → `{"email_address":"oncall@example.com","name":"oncall","use_common_alert_schema":…` |',
  'a later run':
    '| change | `azurerm_data_factory_trigger_schedule.Lakehouse_Pipeline_Trigger_903D06AA` | `schedule.hours[0]`: `5` → `6` |',
  'a stopped trigger':
    '| change | `azurerm_data_factory_trigger_schedule.Lakehouse_Pipeline_Trigger_903D06AA` | `activated`: `true` → `false` |',
  'another owner':
    '| change | `azurerm_storage_account.Lakehouse_Storage_Account_6383F635` | `tags.Owner`: `DataEngineering` → `Somebody` |',
  'production without its lock':
    '| destroy | `azurerm_management_lock.Lakehouse_StorageLock_13B7F0C3` | prod/Lakehouse/StorageLock/Resource |',
  'production that may be destroyed':
    '| change | `azurerm_storage_account.Lakehouse_Storage_Account_6383F635` | `lifecycle.prevent_destroy`: `true` → `false` |',
  'engineers who only read':
    '| destroy | `azurerm_role_assignment.Lakehouse_Storage_Write-gold-Engineers_5EE5FF8A` | dev/Lakehouse/Storage/Write-gold-Engineers/Resource |',
  'more serverless queries': '| dev | unchanged | 287.25 | 336.26 | +49.01 (+17.1 %) | 0 |',
  'the price of more serverless queries':
    '| dev/Lakehouse/Workspace/Resource: Serverless SQL, data processed | 0.99 | 50.00 | +49.01 |',
  'an account in another place':
    '| replace | `azurerm_storage_account.Lakehouse_Storage_Account_6383F635` | **DATA LOSS: every table and file of the lake**<br>`name`: `stlakedevxtipw` → `stlakedevp5ext` (forces a new resource) |',
  'a container that goes with its account':
    '| replace | `azurerm_storage_container.Lakehouse_Storage_Container-gold_85103B5E` | **DATA LOSS: every table and file of the container**<br>`storage_account_id`: `${azurerm_storage_account.Lakehouse_Storage_Account_6383F635.id}` → `(known after apply)` (forces a new resource) |',
  'a shorter retention':
    '| breaking | bronze.transactions | retention is shortened from 1095 to 365 days | silver.transactions_validated, gold.daily_metrics, gold.transaction_summary, gold.user_features |',
  'an earlier cool tier':
    '| change | `azurerm_storage_management_policy.Lakehouse_Storage_Lifecycle_E7FCCFB9` | `rule[bronzeCool30]`: `none` → `{"actions":{"base_blob":{"tier_to_cool_after_days_since_modification_greater_tha…`<br>`rule[bronzeCool60Cold180]`: `{"actions":{"base_blob":{"tier_to_cold_after_days_since_modification_greater_tha…` → `none` |',
  'a tier in the contract':
    '| attention | bronze.transactions | the tiering changes from {"coolAfterDays":60,"coldAfterDays":180} to {"coolAfterDays":30} | silver.transactions_validated, gold.daily_metrics, gold.transaction_summary, gold.user_features |',
  'a removed column':
    '| breaking | silver.users_enriched | column age is removed | silver.events_clean, silver.transactions_validated, gold.daily_metrics, gold.transaction_summary, gold.user_features |',
  'a changed type':
    '| breaking | silver.events_clean | the type of column coupon_upc changes from bigint to string | gold.user_features |',
  'a dropped protection':
    '| breaking | silver.users_enriched | column street_token loses its protection: street would be readable | silver.events_clean, silver.transactions_validated, gold.daily_metrics, gold.transaction_summary, gold.user_features |',
  'a column that becomes required':
    '| attention | bronze.events | column campaign_type becomes required: rows without it are quarantined | silver.events_clean, gold.user_features |',
  'a new column':
    '| harmless | bronze.events | column channel (string) is added | silver.events_clean, gold.user_features |',
  'a removed table': '| breaking | gold.daily_metrics | table gold.daily_metrics is removed | nothing |',
  'another form of sessions': '| dev | 1 change | 287.25 | 309.33 | +22.08 (+7.7 %) | 0 |',
  'an activity that goes with its table':
    '| change | `azurerm_data_factory_pipeline.Lakehouse_Pipeline_1D4F84E4` | `activities_json[ReadFigures].dependsOn[gold_daily_metrics]`: `{"activity":"gold_daily_metrics","dependencyConditions":["Succeeded"]}` → `none`<br>`activities_json[gold_daily_metrics]`: `{"name":"gold_daily_metrics","type":"SparkJob","dependsOn":[{"activity":"silver_…` → `none` |',
  'keys that open the account':
    '- **new error** `storage-entra-id-only` on dev/Lakehouse/Storage/Default/Account: shared_access_key_enabled is true, must be false.',
  'a firewall that lets all in':
    '- **new error** `storage-network-default-deny` on dev/Lakehouse/Storage/Default/Account: The firewall lets every network in by default: default_action must be Deny.',
  'an account without a hierarchy':
    '| replace | `azurerm_storage_account.Lakehouse_Storage_Account_6383F635` | **DATA LOSS: every table and file of the lake**<br>`is_hns_enabled`: `true` → `false` (forces a new resource) |',
  'a workspace outside its network':
    '| replace | `azurerm_synapse_workspace.Lakehouse_Workspace_F6F7C8E4` | **DATA LOSS: its pools, databases and workspace artifacts**<br>`managed_virtual_network_enabled`: `true` → `false` (forces a new resource) |',
  'a pool that goes with its workspace':
    '| replace | `azurerm_synapse_sql_pool.Lakehouse_SqlPool-syndpserving_D78E56D7` | **DATA LOSS: every table of the pool**<br>`synapse_workspace_id`: `${azurerm_synapse_workspace.Lakehouse_Workspace_F6F7C8E4.id}` → `(known after apply)` (forces a new resource) |',
  'a vault without a public door':
    '| change | `azurerm_key_vault.Lakehouse_Vault_236D7A19` | `public_network_access_enabled`: `true` → `false` |',
  'lifecycle rules that are switched off':
    '| change | `azurerm_storage_management_policy.Lakehouse_Storage_Lifecycle_E7FCCFB9` | `rule[bronzeCool60].enabled`: `true` → `false` |',
};

describe('an edit shows on the page:', () => {
  it.each(Object.keys(CASES))('%s', (name) => {
    expect(CASES[name]?.()).toContain(EXPECTED[name]);
  });

  it('there are forty of them', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(Object.keys(CASES).sort());
    expect(Object.keys(CASES).length).toBeGreaterThanOrEqual(40);
  });
});
