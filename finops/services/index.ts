import { free, unpriced, type Pricer } from '../charge';
import { priceAutomation } from './automation';
import { priceDataFactory, priceEventTrigger } from './data-factory';
import { FREE_TYPES } from './free-types';
import { priceTemplate } from './inventory';
import { priceCluster, priceNodePool } from './kubernetes';
import { pricePrivateEndpoint, pricePrivateZone } from './network';
import { priceLogAlert, priceLogAnalytics, priceMetricAlert } from './observability';
import { priceDefender, priceKey, priceKeyVault } from './security';
import { priceSparkPool } from './spark';
import { priceSqlPool, priceWorkspace } from './sql';
import { priceContainer } from './storage';
import { UNPRICED_TYPES } from './unpriced-types';

const PRICERS: Readonly<Record<string, Pricer>> = {
  azurerm_automation_account: priceAutomation,
  azurerm_data_factory: priceDataFactory,
  azurerm_data_factory_managed_private_endpoint: pricePrivateEndpoint,
  azurerm_data_factory_trigger_blob_event: priceEventTrigger,
  azurerm_key_vault: priceKeyVault,
  azurerm_kubernetes_cluster: priceCluster,
  azurerm_kubernetes_cluster_node_pool: priceNodePool,
  azurerm_key_vault_key: priceKey,
  azurerm_log_analytics_workspace: priceLogAnalytics,
  azurerm_monitor_metric_alert: priceMetricAlert,
  azurerm_monitor_scheduled_query_rules_alert_v2: priceLogAlert,
  azurerm_private_dns_zone: pricePrivateZone,
  azurerm_private_endpoint: pricePrivateEndpoint,
  azurerm_resource_group_template_deployment: priceTemplate,
  azurerm_security_center_storage_defender: priceDefender,
  azurerm_storage_container: priceContainer,
  azurerm_storage_data_lake_gen2_filesystem: priceContainer,
  azurerm_synapse_managed_private_endpoint: pricePrivateEndpoint,
  azurerm_synapse_spark_pool: priceSparkPool,
  azurerm_synapse_sql_pool: priceSqlPool,
  azurerm_synapse_workspace: priceWorkspace,
};

/** How a type is billed; undefined for a type that nobody has looked at yet. */
export function pricerOf(type: string): Pricer | undefined {
  const noCost = FREE_TYPES[type];
  const noFigure = UNPRICED_TYPES[type];
  if (noCost !== undefined) {
    return () => free(noCost);
  }
  return noFigure === undefined ? PRICERS[type] : () => unpriced(noFigure);
}
