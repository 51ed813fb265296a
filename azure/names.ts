export interface NameRule {
  /** Abbreviation of the Cloud Adoption Framework; empty for what is named inside its parent. */
  readonly abbreviation: string;
  readonly pattern: RegExp;
  readonly min: number;
  readonly max: number;
  /** Unique in all of Azure, so that the name ends in the lake's suffix. */
  readonly global: boolean;
  /** No hyphens between the parts. */
  readonly compact?: boolean;
  readonly says: string;
}

/** Azure's rule for every kind of name we give (azurerm 4.55 source, Cloud Adoption Framework 2024-05-07). */
export const NAME_RULES = {
  resourceGroup: rule('rg', /^[-\w._()]*[-\w_()]$/, 1, 90, 'letters, digits and -_.(), not ending in a dot'),
  storageAccount: {
    ...rule('st', /^[a-z0-9]+$/, 3, 24, 'lower-case letters and digits'),
    global: true,
    compact: true,
  },
  virtualNetwork: rule('vnet', /^[a-zA-Z0-9]([-\w.]*\w)?$/, 2, 64, 'letters, digits and inner ._-, ending in no dot'),
  subnet: rule('snet', /^[a-zA-Z0-9]([-\w.]*\w)?$/, 1, 80, 'letters, digits and inner ._-, ending in no dot'),
  networkSecurityGroup: rule('nsg', /^[a-zA-Z0-9]([-\w.]*\w)?$/, 1, 80, 'letters, digits and inner ._-'),
  privateEndpoint: rule('pep', /^[a-zA-Z0-9]([-\w.]*\w)?$/, 1, 80, 'letters, digits and inner ._-'),
  privateLinkHub: {
    ...rule('synplh', /^[a-z0-9]+$/, 1, 45, 'lower-case letters and digits'),
    global: true,
    compact: true,
  },
  userAssignedIdentity: rule('id', /^[a-zA-Z0-9][-\w]*$/, 3, 128, 'letters, digits, hyphens and underscores'),
  templateDeployment: rule('deploy', /^[-\w.()]+$/, 1, 64, 'letters, digits and -_.()'),
  container: rule(
    '',
    /^(\$web|\$root|[a-z0-9]+(-[a-z0-9]+)*)$/,
    3,
    63,
    'lower-case letters, digits and single hyphens; or $web, $root',
  ),
  keyVault: {
    ...rule('kv', /^[a-zA-Z](-?[a-zA-Z0-9])*$/, 3, 24, 'letters, digits and single hyphens, a letter first'),
    global: true,
  },
  key: rule('', /^[0-9a-zA-Z-]+$/, 1, 127, 'letters, digits and hyphens'),
  logWorkspace: rule('log', /^[A-Za-z0-9][A-Za-z0-9-]+[A-Za-z0-9]$/, 4, 63, 'letters, digits and inner hyphens'),
  synapseWorkspace: {
    ...rule(
      'synw',
      /^(?!.*-ondemand)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
      1,
      50,
      'lower-case letters, digits and inner hyphens, without -ondemand',
    ),
    global: true,
  },
  synapseFirewallRule: rule('', /^[^<>*%&:\\/?]*[^<>*%&:\\/?.]$/, 1, 128, 'no <>*%&:\\/?, not ending in a dot'),
  sqlLogin: rule('', /^[a-zA-Z][a-zA-Z\d-]*$/, 1, 128, 'letters, digits and hyphens, a letter first'),
  sparkPool: rule('synsp', /^[a-zA-Z][a-zA-Z\d]*$/, 1, 15, 'letters and digits, a letter first'),
  sqlPool: rule('syndp', /^[^<>*%&:\\/?@-]*[^\s.<>*%&:\\/?@-]$/, 1, 60, 'no <>*%&:\\/?@ and no hyphen'),
  dataFactory: {
    ...rule('adf', /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/, 3, 63, 'letters, digits and single hyphens'),
    global: true,
  },
  catalog: {
    ...rule('pview', /^[a-zA-Z0-9][-a-zA-Z0-9]*[a-zA-Z0-9]$/, 3, 63, 'letters, digits and inner hyphens'),
    global: true,
  },
  pipeline: rule('', /^[A-Za-z0-9_][^<>*#.%&:\\+?/]*$/, 1, 140, 'a letter or digit first, no <>*#.%&:\\+?/'),
  automationAccount: rule('aa', /^[0-9a-zA-Z][-0-9a-zA-Z]*[0-9a-zA-Z]$/, 6, 50, 'letters, digits and inner hyphens'),
  runbook: rule('', /^[0-9a-zA-Z][-_0-9a-zA-Z]*$/, 1, 63, 'letters, digits, hyphens and underscores'),
  actionGroup: rule('ag', /^[\w-]+$/, 1, 260, 'letters, digits, hyphens and underscores'),
  actionGroupShort: rule('', /^[\w-]+$/, 1, 12, 'letters, digits, hyphens and underscores'),
  alert: rule('', /^[\w-]+$/, 1, 260, 'letters, digits, hyphens and underscores'),
  diagnosticSetting: rule('', /^(?!service$)[^<>*%&:\\?+/]+$/, 1, 260, 'no <>*%&:\\?+/ and not the word service'),
  budget: rule('budget', /^[-_a-zA-Z0-9]+$/, 1, 63, 'letters, digits, hyphens and underscores'),
  kubernetesCluster: rule(
    'aks',
    /^[A-Za-z0-9]([\w-]*[A-Za-z0-9])?$/,
    1,
    63,
    'letters, digits, inner hyphens and underscores',
  ),
  nodePool: rule('np', /^[a-z][a-z\d]*$/, 1, 12, 'lower-case letters and digits, a letter first'),
  dashboard: rule('dash', /^[-\w]+$/, 1, 160, 'letters, digits, hyphens and underscores'),
  lock: rule('lock', /^[\w-]+$/, 1, 90, 'letters, digits, hyphens and underscores'),
  encryptionScope: rule('', /^[0-9a-zA-Z]+$/, 4, 63, 'letters and digits'),
  workbook: rule('', /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 36, 36, 'a GUID in lower case'),
  backupVault: rule('bvault', /^[-a-zA-Z0-9]+$/, 2, 50, 'letters, digits and hyphens'),
} satisfies Readonly<Record<string, NameRule>>;

export type NameKind = keyof typeof NAME_RULES;

/** Whether Azure takes a name. */
export function fits({ pattern, min, max }: NameRule, name: string): boolean {
  return name.length >= min && name.length <= max && pattern.test(name);
}

/** Kind of the name of each resource type of azurerm. */
export const NAME_KIND_BY_TYPE: Readonly<Record<string, NameKind>> = {
  azurerm_resource_group: 'resourceGroup',
  azurerm_storage_account: 'storageAccount',
  azurerm_virtual_network: 'virtualNetwork',
  azurerm_subnet: 'subnet',
  azurerm_network_security_group: 'networkSecurityGroup',
  azurerm_private_endpoint: 'privateEndpoint',
  azurerm_user_assigned_identity: 'userAssignedIdentity',
  azurerm_storage_container: 'container',
  azurerm_key_vault: 'keyVault',
  azurerm_key_vault_key: 'key',
  azurerm_log_analytics_workspace: 'logWorkspace',
  azurerm_synapse_workspace: 'synapseWorkspace',
  azurerm_synapse_spark_pool: 'sparkPool',
  azurerm_synapse_sql_pool: 'sqlPool',
  azurerm_data_factory: 'dataFactory',
  azurerm_purview_account: 'catalog',
  azurerm_data_factory_pipeline: 'pipeline',
  azurerm_automation_account: 'automationAccount',
  azurerm_automation_runbook: 'runbook',
  azurerm_monitor_diagnostic_setting: 'diagnosticSetting',
  azurerm_consumption_budget_resource_group: 'budget',
  azurerm_kubernetes_cluster_node_pool: 'nodePool',
  azurerm_storage_encryption_scope: 'encryptionScope',
  azurerm_application_insights_workbook: 'workbook',
  azurerm_data_protection_backup_vault: 'backupVault',
};

function rule(abbreviation: string, pattern: RegExp, min: number, max: number, says: string): NameRule {
  return { abbreviation, pattern, min, max, says, global: false };
}
