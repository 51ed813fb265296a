import type { AnyZone } from './private-zones';

/** Azure's clouds, as the provider names them. They share no account, no region and no address. */
export const CLOUD_NAMES = ['public', 'usgovernment', 'china'] as const;
export type CloudName = (typeof CLOUD_NAMES)[number];

/** What differs between clouds, and the only place where it stands. */
export interface Cloud {
  readonly name: CloudName;
  /** Ends the host names of storage accounts, after `blob.` or `dfs.`. */
  readonly storage: string;
  /** Ends the host names of workspaces, after `dev.` or `sql.`. */
  readonly synapse: string;
  /** Signs in (Microsoft Entra). */
  readonly authority: string;
  readonly resourceManager: string;
  /** Audience of a token that opens SQL endpoints. */
  readonly sql: string;
  /** As Azure PowerShell calls it. */
  readonly powerShell: string;
  readonly regions: RegExp;
  /** Private DNS zones; undefined where Private Link documents none for Synapse. */
  readonly zones: Readonly<Record<AnyZone, string>> | undefined;
}

/** Suffixes of the Azure SDKs; zones of the Azure Private Endpoint DNS documentation. */
export const CLOUDS: Readonly<Record<CloudName, Cloud>> = {
  public: {
    name: 'public',
    storage: 'core.windows.net',
    synapse: 'azuresynapse.net',
    authority: 'https://login.microsoftonline.com',
    resourceManager: 'https://management.azure.com',
    sql: 'https://database.windows.net',
    powerShell: 'AzureCloud',
    regions: /^(?!usgov|usdod|china)/,
    zones: {
      'privatelink.dfs.core.windows.net': 'privatelink.dfs.core.windows.net',
      'privatelink.blob.core.windows.net': 'privatelink.blob.core.windows.net',
      'privatelink.vaultcore.azure.net': 'privatelink.vaultcore.azure.net',
      'privatelink.sql.azuresynapse.net': 'privatelink.sql.azuresynapse.net',
      'privatelink.dev.azuresynapse.net': 'privatelink.dev.azuresynapse.net',
      'privatelink.azuresynapse.net': 'privatelink.azuresynapse.net',
      'privatelink.datafactory.azure.net': 'privatelink.datafactory.azure.net',
      'privatelink.adf.azure.com': 'privatelink.adf.azure.com',
      'privatelink.purview.azure.com': 'privatelink.purview.azure.com',
    },
  },
  usgovernment: {
    name: 'usgovernment',
    storage: 'core.usgovcloudapi.net',
    synapse: 'azuresynapse.usgovcloudapi.net',
    authority: 'https://login.microsoftonline.us',
    resourceManager: 'https://management.usgovcloudapi.net',
    sql: 'https://database.usgovcloudapi.net',
    powerShell: 'AzureUSGovernment',
    regions: /^(usgov|usdod)/,
    zones: {
      'privatelink.dfs.core.windows.net': 'privatelink.dfs.core.usgovcloudapi.net',
      'privatelink.blob.core.windows.net': 'privatelink.blob.core.usgovcloudapi.net',
      'privatelink.vaultcore.azure.net': 'privatelink.vaultcore.usgovcloudapi.net',
      'privatelink.sql.azuresynapse.net': 'privatelink.sql.azuresynapse.usgovcloudapi.net',
      'privatelink.dev.azuresynapse.net': 'privatelink.dev.azuresynapse.usgovcloudapi.net',
      'privatelink.azuresynapse.net': 'privatelink.azuresynapse.usgovcloudapi.net',
      'privatelink.datafactory.azure.net': 'privatelink.datafactory.azure.us',
      'privatelink.adf.azure.com': 'privatelink.adf.azure.us',
      'privatelink.purview.azure.com': 'privatelink.purview.azure.us',
    },
  },
  china: {
    name: 'china',
    storage: 'core.chinacloudapi.cn',
    synapse: 'azuresynapse.azure.cn',
    authority: 'https://login.chinacloudapi.cn',
    resourceManager: 'https://management.chinacloudapi.cn',
    sql: 'https://database.chinacloudapi.cn',
    powerShell: 'AzureChinaCloud',
    regions: /^china/,
    zones: undefined,
  },
};

/** The names that a zone has in the clouds that have it. */
export function namesOfZone(zone: AnyZone): readonly string[] {
  return Object.values(CLOUDS).flatMap(({ zones }) => zones?.[zone] ?? []);
}
