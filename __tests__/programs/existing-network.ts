import type { App } from 'cdktf';
import { loadContracts } from '../../contracts';
import { prod } from '../../environments/prod';
import type { Environment } from '../../environments/settings';
import { addStacks } from '../../stacks';

const HUB = '/subscriptions/00000000-0000-4000-8000-0000000000b0/resourceGroups/rg-hub/providers/Microsoft.Network';
const zone = (name: string): string => `${HUB}/privateDnsZones/${name}`;

/** Production in a network that another team keeps. */
export const inHub: Environment = {
  ...prod,
  network: {
    posture: 'private',
    exfiltrationProtection: true,
    virtualNetwork: {
      endpointSubnetId: `${HUB}/virtualNetworks/vnet-hub/subnets/snet-data`,
      dnsZoneIds: {
        'privatelink.dfs.core.windows.net': zone('privatelink.dfs.core.windows.net'),
        'privatelink.blob.core.windows.net': zone('privatelink.blob.core.windows.net'),
        'privatelink.vaultcore.azure.net': zone('privatelink.vaultcore.azure.net'),
        'privatelink.sql.azuresynapse.net': zone('privatelink.sql.azuresynapse.net'),
        'privatelink.dev.azuresynapse.net': zone('privatelink.dev.azuresynapse.net'),
        'privatelink.azuresynapse.net': zone('privatelink.azuresynapse.net'),
        'privatelink.datafactory.azure.net': zone('privatelink.datafactory.azure.net'),
        'privatelink.adf.azure.com': zone('privatelink.adf.azure.com'),
      },
    },
  },
};

export function addToNetwork(app: App): void {
  addStacks(app, [inHub], loadContracts('contracts/tables'));
}
