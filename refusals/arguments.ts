import { NODE_SIZES } from '../azure/node-sizes';
import { REPLICATIONS } from '../azure/replication';
import { AUTO_PAUSE_MINUTES } from '../azure/spark-pools';
import { SQL_POOL_SKUS } from '../azure/sql-pools';
import { isReservedLogin } from '../azure/reserved-logins';
import type { Json } from '../shared/json';
import { BUDGET_DIMENSIONS, LINKED_SERVICE_TYPES } from './long-lists';

/** What one argument takes; a list is judged item by item. */
export interface Allowed {
  readonly says: string;
  takes(value: Json): boolean;
}

const REPLICATION = oneOf(...REPLICATIONS);
const DAYS_KEPT = whole(1, 365);
const LIFECYCLE_DAYS = whole(0, 99_999);
const PERCENT = whole(0, 100);
const SEVERITY = whole(0, 4);
const GRAINS = oneOf('Monthly', 'Quarterly', 'Annually', 'BillingMonth', 'BillingQuarter', 'BillingAnnual');

const BUDGET: Readonly<Record<string, Allowed>> = {
  amount: atLeast(1),
  time_grain: GRAINS,
  'filter.dimension.name': oneOf(...BUDGET_DIMENSIONS),
  'time_period.start_date': matching(
    /^(2017-(0[6-9]|1[0-2])|201[89]-\d{2}|20[2-9]\d-\d{2})-01T00:00:00Z$/,
    'the first of a month from 2017-06 on, YYYY-MM-01T00:00:00Z',
  ),
  'notification.threshold': whole(0, 1000),
  'notification.threshold_type': oneOf('Actual', 'Forecasted'),
  'notification.operator': oneOf('EqualTo', 'GreaterThan', 'GreaterThanOrEqualTo'),
};

/**
 * Closed lists and ranges of azurerm 4.55 (provider source) and of the services behind it (their documentation), for the
 * types a lake is made of.
 */
export const ARGUMENTS: Readonly<Record<string, Readonly<Record<string, Allowed>>>> = {
  azurerm_storage_account: {
    account_tier: oneOf('Standard', 'Premium'),
    account_replication_type: REPLICATION,
    account_kind: oneOf('StorageV2', 'BlockBlobStorage', 'FileStorage', 'BlobStorage', 'Storage'),
    access_tier: oneOf('Hot', 'Cool', 'Cold', 'Premium'),
    min_tls_version: oneOf('TLS1_2'),
    'network_rules.default_action': oneOf('Deny', 'Allow'),
    'network_rules.bypass': oneOf('Logging', 'Metrics', 'AzureServices', 'None'),
    'sas_policy.expiration_period': matching(
      /^\d{1,5}\.([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/,
      'DD.HH:MM:SS, such as 1.00:00:00',
    ),
    'blob_properties.delete_retention_policy.days': DAYS_KEPT,
    'blob_properties.container_delete_retention_policy.days': DAYS_KEPT,
  },
  azurerm_storage_management_policy: {
    'rule.filters.blob_types': oneOf('blockBlob', 'appendBlob'),
    'rule.actions.base_blob.tier_to_cool_after_days_since_modification_greater_than': LIFECYCLE_DAYS,
    'rule.actions.base_blob.tier_to_cold_after_days_since_modification_greater_than': LIFECYCLE_DAYS,
    'rule.actions.base_blob.tier_to_archive_after_days_since_modification_greater_than': LIFECYCLE_DAYS,
    'rule.actions.base_blob.delete_after_days_since_modification_greater_than': LIFECYCLE_DAYS,
  },
  azurerm_storage_encryption_scope: { source: oneOf('Microsoft.Storage', 'Microsoft.KeyVault') },
  azurerm_synapse_spark_pool: {
    node_size: oneOf(...NODE_SIZES),
    node_size_family: oneOf('MemoryOptimized', 'HardwareAcceleratedFPGA', 'HardwareAcceleratedGPU'),
    cache_size: PERCENT,
    'auto_pause.delay_in_minutes': whole(AUTO_PAUSE_MINUTES.min, AUTO_PAUSE_MINUTES.max),
  },
  azurerm_synapse_sql_pool: {
    sku_name: oneOf(...SQL_POOL_SKUS),
    storage_account_type: oneOf('LRS', 'GRS'),
    create_mode: oneOf('Default', 'Recovery', 'PointInTimeRestore'),
  },
  azurerm_synapse_sql_pool_workload_group: {
    max_resource_percent: whole(1, 100),
    min_resource_percent: PERCENT,
    importance: oneOf('low', 'below_normal', 'normal', 'above_normal', 'high'),
  },
  azurerm_synapse_sql_pool_workload_classifier: {
    importance: oneOf('low', 'below_normal', 'normal', 'above_normal', 'high'),
    start_time: matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM, UTC'),
    end_time: matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM, UTC'),
  },
  azurerm_synapse_integration_runtime_azure: { core_count: oneOf(8, 16, 32, 48, 80, 144, 272) },
  azurerm_data_factory_pipeline: { concurrency: whole(1, 50) },
  azurerm_data_factory_trigger_schedule: {
    frequency: oneOf('Minute', 'Hour', 'Day', 'Week', 'Month'),
    interval: atLeast(1),
    'schedule.hours': whole(0, 24),
    'schedule.minutes': whole(0, 60),
  },
  azurerm_data_factory_trigger_blob_event: {
    events: oneOf('Microsoft.Storage.BlobCreated', 'Microsoft.Storage.BlobDeleted'),
    blob_path_begins_with: matching(/^\/[^/]+\/blobs\//, '/<container>/blobs/<folder>'),
  },
  azurerm_synapse_workspace: {
    sql_administrator_login: {
      says: 'a name that Azure does not keep for itself, such as medallionsql',
      takes: (login) => !isReservedLogin(String(login)),
    },
    'github_repo.root_folder': matching(/^\//, 'a folder that begins with a slash'),
    'azure_devops_repo.root_folder': matching(/^\//, 'a folder that begins with a slash'),
  },
  azurerm_data_factory: { 'global_parameter.type': oneOf('Array', 'Bool', 'Float', 'Int', 'Object', 'String') },
  azurerm_automation_schedule: {
    frequency: oneOf('OneTime', 'Day', 'Hour', 'Week', 'Month'),
  },
  azurerm_key_vault: {
    sku_name: oneOf('standard', 'premium'),
    soft_delete_retention_days: whole(7, 90),
    'network_acls.bypass': oneOf('AzureServices', 'None'),
    'network_acls.default_action': oneOf('Allow', 'Deny'),
  },
  azurerm_key_vault_key: {
    key_type: oneOf('RSA', 'RSA-HSM', 'EC', 'EC-HSM'),
    key_size: oneOf(2048, 3072, 4096),
    'rotation_policy.expire_after': period(28, 36_525),
    'rotation_policy.notify_before_expiry': period(7, 36_525),
  },
  azurerm_log_analytics_workspace: {
    sku: oneOf('PerGB2018', 'CapacityReservation', 'LACluster'),
    retention_in_days: whole(30, 730),
    daily_quota_gb: { says: '-1 for no cap, or 0.023 and more', takes: (gb) => gb === -1 || Number(gb) >= 0.023 },
  },
  azurerm_log_analytics_workspace_table: { plan: oneOf('Analytics', 'Basic') },
  azurerm_monitor_action_group: {
    short_name: matching(/^.{1,12}$/, '1 to 12 characters'),
    'email_receiver.email_address': matching(/^[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+$/, 'a mail address'),
  },
  azurerm_synapse_linked_service: { type: oneOf(...LINKED_SERVICE_TYPES) },
  azurerm_data_factory_integration_runtime_azure: {
    name: matching(/^(?=.{3,63}$)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/, '3 to 63 letters, digits and single hyphens'),
  },
  azurerm_network_security_rule: { priority: whole(100, 4096) },
  azurerm_network_security_group: { 'security_rule.priority': whole(100, 4096) },
  azurerm_monitor_activity_log_alert: {
    'criteria.category': oneOf(
      ...['Administrative', 'Autoscale', 'Policy', 'Recommendation', 'ResourceHealth', 'Security', 'ServiceHealth'],
    ),
  },
  azurerm_monitor_metric_alert: {
    severity: SEVERITY,
    frequency: oneOf('PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H'),
    window_size: oneOf('PT1M', 'PT5M', 'PT15M', 'PT30M', 'PT1H', 'PT6H', 'PT12H', 'P1D'),
    'criteria.aggregation': oneOf('Average', 'Count', 'Minimum', 'Maximum', 'Total'),
    'criteria.operator': oneOf('Equals', 'GreaterThan', 'GreaterThanOrEqual', 'LessThan', 'LessThanOrEqual'),
    'criteria.dimension.operator': oneOf('Include', 'Exclude', 'StartsWith'),
  },
  azurerm_monitor_scheduled_query_rules_alert_v2: {
    severity: SEVERITY,
    evaluation_frequency: oneOf(
      ...['PT1M', 'PT5M', 'PT10M', 'PT15M', 'PT30M', 'PT45M', 'PT1H', 'PT2H', 'PT3H', 'PT4H', 'PT5H', 'PT6H', 'P1D'],
    ),
    window_duration: oneOf(
      ...['PT1M', 'PT5M', 'PT10M', 'PT15M', 'PT30M', 'PT45M', 'PT1H', 'PT2H', 'PT3H', 'PT4H', 'PT5H', 'PT6H', 'P1D'],
      'P2D',
    ),
    'criteria.time_aggregation_method': oneOf('Count', 'Average', 'Maximum', 'Minimum', 'Total'),
    'criteria.operator': oneOf('Equal', 'GreaterThan', 'GreaterThanOrEqual', 'LessThan', 'LessThanOrEqual'),
  },
  azurerm_consumption_budget_resource_group: BUDGET,
  azurerm_consumption_budget_subscription: BUDGET,
  azurerm_management_lock: {
    lock_level: oneOf('CanNotDelete', 'ReadOnly'),
    notes: matching(/^[\s\S]{0,512}$/, 'at most 512 characters'),
  },
  azurerm_kubernetes_cluster_node_pool: {
    priority: oneOf('Regular', 'Spot'),
    eviction_policy: oneOf('Delete', 'Deallocate'),
    spot_max_price: {
      says: '-1 for the price of the day, or more than 0 with at most five decimals',
      takes: (price) => price === -1 || (Number(price) > 0 && /^\d+(\.\d{1,5})?$/.test(String(price))),
    },
  },
  azurerm_security_center_storage_defender: {
    malware_scanning_on_upload_cap_gb_per_month: { says: '1 or more', takes: (gb) => Number(gb) >= 1 },
  },
  azurerm_data_protection_backup_vault: {
    datastore_type: oneOf('ArchiveStore', 'OperationalStore', 'SnapshotStore', 'VaultStore'),
    redundancy: oneOf('GeoRedundant', 'LocallyRedundant', 'ZoneRedundant'),
  },
  azurerm_cost_anomaly_alert: {
    name: matching(/^[a-z\d-]+$/, 'lower-case letters, digits and hyphens'),
    email_subject: matching(/^.{1,70}$/, '1 to 70 characters'),
    message: matching(/^[\s\S]{0,250}$/, 'at most 250 characters'),
  },
  azurerm_private_endpoint: { name: matching(/^[A-Za-z0-9][\w.-]{0,78}\w$/, '2 to 80 letters, digits and inner -_.') },
};

/** Length of an ISO 8601 period in days, a month as 30 and a year as 365. */
function period(min: number, max: number): Allowed {
  return {
    says: `an ISO 8601 period from ${String(min)} days to 100 years, such as P90D`,
    takes: (value) => {
      const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(String(value));
      const [years = 0, months = 0, weeks = 0, days = 0] = match?.slice(1).map((part) => Number(part ?? 0)) ?? [];
      const total = years * 365 + months * 30 + weeks * 7 + days;
      return match !== null && total >= min && total <= max;
    },
  };
}

function oneOf(...values: readonly (string | number)[]): Allowed {
  return { says: values.join(', '), takes: (value) => values.some((one) => String(one) === String(value)) };
}

function whole(min: number, max: number): Allowed {
  return {
    says: `a whole number from ${String(min)} to ${String(max)}`,
    takes: (value) => Number.isInteger(Number(value)) && Number(value) >= min && Number(value) <= max,
  };
}

function atLeast(min: number): Allowed {
  return { says: `${String(min)} or more`, takes: (value) => Number(value) >= min };
}

function matching(pattern: RegExp, says: string): Allowed {
  return { says, takes: (value) => pattern.test(String(value)) };
}
