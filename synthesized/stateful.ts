/** Types that hold what cannot be made again from code. To lose one of these is to lose data, keys or history. */
const STATEFUL_TYPES: ReadonlyMap<string, string> = new Map([
  ['azurerm_resource_group', 'everything inside it'],
  ['azurerm_storage_account', 'every table and file of the lake'],
  ['azurerm_storage_container', 'every table and file of the container'],
  ['azurerm_synapse_workspace', 'its pools, databases and workspace artifacts'],
  ['azurerm_synapse_sql_pool', 'every table of the pool'],
  ['azurerm_key_vault', 'the keys that tokens and encrypted data depend on'],
  ['azurerm_key_vault_key', 'all that is encrypted under the key'],
  ['azurerm_key_vault_secret', 'the secret'],
  ['azurerm_log_analytics_workspace', 'the logs and the audit trail'],
  ['azurerm_purview_account', 'the catalogue'],
  ['azurerm_data_protection_backup_vault', 'the backups'],
]);

/** What is lost when a resource of `type` is destroyed; undefined when it can be made again. */
export function lossOf(type: string): string | undefined {
  return STATEFUL_TYPES.get(type);
}
