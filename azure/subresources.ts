import type { AnyZone } from './private-zones';

/** Part of a resource that a private endpoint leads to, with the zone in which its name is looked up (Azure Private Link). */
export const SUBRESOURCES = {
  dfs: 'privatelink.dfs.core.windows.net',
  blob: 'privatelink.blob.core.windows.net',
  vault: 'privatelink.vaultcore.azure.net',
  Sql: 'privatelink.sql.azuresynapse.net',
  SqlOnDemand: 'privatelink.sql.azuresynapse.net',
  Dev: 'privatelink.dev.azuresynapse.net',
  Web: 'privatelink.azuresynapse.net',
  dataFactory: 'privatelink.datafactory.azure.net',
  portal: 'privatelink.adf.azure.com',
  account: 'privatelink.purview.azure.com',
} as const satisfies Readonly<Record<string, AnyZone>>;

export type Subresource = keyof typeof SUBRESOURCES;

/** Zone of a subresource by its name in any case, as Azure compares it; undefined for another subresource. */
export function zoneOf(subresource: string): AnyZone | undefined {
  const wanted = subresource.toLowerCase();
  return Object.entries(SUBRESOURCES).find(([name]) => name.toLowerCase() === wanted)?.[1];
}
