/** Types that cost money for which the sheet, or the usage profile, has no figure. */
export const UNPRICED_TYPES: Readonly<Record<string, string>> = {
  azurerm_automation_account: 'a job minute costs 0.2 cents; how long its jobs run is not stated in the usage',
  azurerm_data_factory_managed_private_endpoint:
    'whether a managed private endpoint is billed by the hour is not confirmed',
  azurerm_data_factory_trigger_blob_event:
    'the events that start it are billed by Event Grid, whose price is not in the sheet',
  azurerm_private_dns_zone: 'the price of a hosted zone and its queries is not in the sheet',
  azurerm_purview_account: 'the price of capacity units and scans is not in the sheet',
  azurerm_resource_group_template_deployment:
    'an inventory is billed by scanned object, whose price is not in the sheet',
  azurerm_kubernetes_cluster: 'the prices of nodes are not in the sheet, and how long jobs run on them is not stated',
  azurerm_kubernetes_cluster_node_pool:
    'spot prices change by the hour; the most that a node may cost stands in spot_max_price',
  azurerm_security_center_storage_defender: 'the price of Defender is not in the sheet',
  azurerm_synapse_managed_private_endpoint: 'whether a managed private endpoint is billed by the hour is not confirmed',
};
