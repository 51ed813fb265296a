const STORAGE = [
  ...['blob', 'blob_secondary', 'dfs', 'dfs_secondary', 'file', 'file_secondary', 'queue', 'queue_secondary'],
  ...['table', 'table_secondary', 'web', 'web_secondary'],
];

/** Subresources that a private endpoint can lead to, by the type of its target (Azure Private Link documentation). */
export const SUBRESOURCES_OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  azurerm_storage_account: STORAGE,
  azurerm_key_vault: ['vault'],
  azurerm_synapse_workspace: ['Sql', 'SqlOnDemand', 'Dev'],
  azurerm_synapse_private_link_hub: ['Web'],
  azurerm_data_factory: ['dataFactory', 'portal'],
  azurerm_purview_account: ['account', 'portal', 'platform'],
  azurerm_automation_account: ['Webhook', 'DSCAndHybridWorker'],
  azurerm_kubernetes_cluster: ['management'],
};

/** The same by the ARM provider and type in an id; services that a lake reads from. */
export const SUBRESOURCES_OF_ARM: Readonly<Record<string, readonly string[]>> = {
  'microsoft.storage/storageaccounts': STORAGE,
  'microsoft.keyvault/vaults': ['vault'],
  'microsoft.synapse/workspaces': ['Sql', 'SqlOnDemand', 'Dev'],
  'microsoft.synapse/privatelinkhubs': ['Web'],
  'microsoft.datafactory/factories': ['dataFactory', 'portal'],
  'microsoft.purview/accounts': ['account', 'portal', 'platform'],
  'microsoft.sql/servers': ['sqlServer'],
  'microsoft.sql/managedinstances': ['managedInstance'],
  'microsoft.dbforpostgresql/flexibleservers': ['postgresqlServer'],
  'microsoft.dbforpostgresql/servers': ['postgresqlServer'],
  'microsoft.dbformysql/flexibleservers': ['mysqlServer'],
  'microsoft.dbformysql/servers': ['mysqlServer'],
  'microsoft.documentdb/databaseaccounts': ['Sql', 'MongoDB', 'Cassandra', 'Gremlin', 'Table', 'Analytical'],
  'microsoft.eventhub/namespaces': ['namespace'],
  'microsoft.servicebus/namespaces': ['namespace'],
  'microsoft.network/privatelinkservices': [],
};

/** Subresources of the target with this ARM id; undefined for a service that is not in the table. */
export function subresourcesOfId(id: string): readonly string[] | undefined {
  const type = /\/providers\/([^/]+\/[^/]+)\/[^/]+$/i.exec(id)?.[1]?.toLowerCase();
  return type === undefined ? undefined : SUBRESOURCES_OF_ARM[type];
}
