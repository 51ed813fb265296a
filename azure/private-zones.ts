/** Zones in which the private endpoints of a lake are looked up (Azure Private Endpoint DNS documentation). */
export const PRIVATE_ZONES = [
  'privatelink.dfs.core.windows.net',
  'privatelink.blob.core.windows.net',
  'privatelink.vaultcore.azure.net',
  'privatelink.sql.azuresynapse.net',
  'privatelink.dev.azuresynapse.net',
  'privatelink.azuresynapse.net',
  'privatelink.datafactory.azure.net',
  'privatelink.adf.azure.com',
] as const;
export type PrivateZone = (typeof PRIVATE_ZONES)[number];

/** Needed only by a lake that makes its own catalogue. */
export const CATALOG_ZONE = 'privatelink.purview.azure.com';

export type AnyZone = PrivateZone | typeof CATALOG_ZONE;
