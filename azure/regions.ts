/** Regions of Azure's public cloud, in their short form (Azure regions list, 2026-11). Those of other clouds are known by a pattern. */
export const PUBLIC_REGIONS: readonly string[] = [
  ...['australiacentral', 'australiacentral2', 'australiaeast', 'australiasoutheast', 'austriaeast', 'belgiumcentral'],
  ...['brazilsouth', 'brazilsoutheast', 'canadacentral', 'canadaeast', 'centralindia', 'centralus', 'chilecentral'],
  ...['centraluseuap', 'denmarkeast', 'eastasia', 'eastus', 'eastus2', 'eastus2euap', 'eastus3', 'francecentral'],
  ...['francesouth', 'germanynorth', 'germanywestcentral', 'indiasouthcentral', 'indonesiacentral', 'israelcentral'],
  ...['israelnorthwest', 'italynorth', 'japaneast', 'japanwest', 'jioindiacentral', 'jioindiawest', 'koreacentral'],
  ...['koreasouth', 'malaysiawest', 'mexicocentral', 'newzealandnorth', 'northcentralus', 'northeurope', 'norwayeast'],
  ...['norwaywest', 'polandcentral', 'qatarcentral', 'southafricanorth', 'southafricawest', 'southcentralus'],
  ...['southeastasia', 'southeastus', 'southindia', 'spaincentral', 'swedencentral', 'swedensouth', 'switzerlandnorth'],
  ...['switzerlandwest', 'taiwannorth', 'taiwannorthwest', 'uaecentral', 'uaenorth', 'uksouth', 'ukwest'],
  ...['westcentralus', 'westeurope', 'westindia', 'westus', 'westus2', 'westus3'],
];
