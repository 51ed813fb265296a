import { App } from 'cdktf';
import { loadContracts } from '../contracts/load';
import type { Environment } from '../environments/settings/environment';
import type { ExistingNetworkSettings } from '../environments/settings/network';
import { prod } from '../environments/prod';
import { addStacks } from '../stacks';

const network =
  '/subscriptions/00000000-0000-4000-8000-0000000000b0/resourceGroups/rg-network/providers/Microsoft.Network';
const zones = `${network}/privateDnsZones`;

/** What the landing zone gives out: a subnet for endpoints, and its zones, linked to every network that asks. */
const landingZone: ExistingNetworkSettings = {
  endpointSubnetId: `${network}/virtualNetworks/vnet-data-eastus/subnets/snet-lake`,
  dnsZoneIds: {
    'privatelink.dfs.core.windows.net': `${zones}/privatelink.dfs.core.windows.net`,
    'privatelink.blob.core.windows.net': `${zones}/privatelink.blob.core.windows.net`,
    'privatelink.vaultcore.azure.net': `${zones}/privatelink.vaultcore.azure.net`,
    'privatelink.sql.azuresynapse.net': `${zones}/privatelink.sql.azuresynapse.net`,
    'privatelink.dev.azuresynapse.net': `${zones}/privatelink.dev.azuresynapse.net`,
    'privatelink.azuresynapse.net': `${zones}/privatelink.azuresynapse.net`,
    'privatelink.datafactory.azure.net': `${zones}/privatelink.datafactory.azure.net`,
    'privatelink.adf.azure.com': `${zones}/privatelink.adf.azure.com`,
  },
};

/** Production in a network that somebody else keeps, with an account a layer: gold is read from the other region too. */
export const landed: Environment = {
  ...prod,
  name: 'landed',
  policyPack: 'production',
  nameSeed: 'your-company/landed',
  network: { posture: 'private', exfiltrationProtection: true, virtualNetwork: landingZone },
  storage: { ...prod.storage, layout: 'perLayer', layerReplication: { gold: 'RAGRS' } },
};

export function addLandedLake(app: App): void {
  addStacks(app, [landed], loadContracts('contracts/tables'));
}

if (require.main === module) {
  const app = new App();
  addLandedLake(app);
  app.synth();
}
