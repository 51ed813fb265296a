/** What a lock of Azure Resource Manager holds: docs "Lock your resources", and azurerm issues #11770 and #7668. */

/** Kinds of resources that lie below a storage account, a vault or a SQL pool, and that a CanNotDelete lock on it keeps. */
export const BELOW_A_LOCK = [
  'azurerm_storage_container',
  'azurerm_storage_management_policy',
  'azurerm_storage_blob_inventory_policy',
  'azurerm_storage_encryption_scope',
  'azurerm_security_center_storage_defender',
  'azurerm_role_assignment',
  'azurerm_monitor_diagnostic_setting',
  'azurerm_synapse_sql_pool_workload_group',
  'azurerm_synapse_sql_pool_workload_classifier',
] as const;

/** Removed by a call to the vault itself, which no lock stops; a grant on it is a resource of Azure's all the same. */
export const PASSED_THROUGH = 'azurerm_key_vault_key';

/** What is locked on its own because it holds data. */
export const LOCKED_FOR_DATA = ['azurerm_storage_account', 'azurerm_key_vault', 'azurerm_synapse_sql_pool'] as const;
