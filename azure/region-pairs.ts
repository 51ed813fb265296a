/** Azure's paired regions, where geo-redundant storage keeps its copy (Azure cross-region replication documentation). */
const PAIRS: readonly (readonly [string, string])[] = [
  ['australiaeast', 'australiasoutheast'],
  ['canadacentral', 'canadaeast'],
  ['centralindia', 'southindia'],
  ['eastus', 'westus'],
  ['eastus2', 'centralus'],
  ['francecentral', 'francesouth'],
  ['germanywestcentral', 'germanynorth'],
  ['japaneast', 'japanwest'],
  ['koreacentral', 'koreasouth'],
  ['northcentralus', 'southcentralus'],
  ['northeurope', 'westeurope'],
  ['norwayeast', 'norwaywest'],
  ['southeastasia', 'eastasia'],
  ['switzerlandnorth', 'switzerlandwest'],
  ['uksouth', 'ukwest'],
  ['westus2', 'westcentralus'],
];

/** The other region of the pair; undefined for regions that have none or that we do not know. */
export function pairOf(region: string): string | undefined {
  return PAIRS.find((pair) => pair.includes(region))?.find((other) => other !== region);
}
