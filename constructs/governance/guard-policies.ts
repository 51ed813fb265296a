/** A rule of Azure Policy, as its JSON wants it, with what people are told when it stops them. */
export interface GuardPolicy {
  readonly name: 'public-access' | 'required-tags' | 'allowed-regions';
  readonly displayName: string;
  readonly description: string;
  readonly message: string;
  /** `Indexed` looks only at types that have tags and a location. */
  readonly mode: 'All' | 'Indexed';
  readonly rule: object;
}

/** Made by Azure itself beside what we make, without tags: to stop them would stop private endpoints, Defender or AKS. */
const UNTAGGED = [
  'Microsoft.Network/networkInterfaces',
  'Microsoft.EventGrid/systemTopics',
  'Microsoft.Compute/virtualMachineScaleSets',
];

const is = (field: string, value: unknown): object => ({ field, equals: value });

/** Nobody opens storage or vault to the internet, by whatever way the resource is made. */
export function denyPublicAccess(): GuardPolicy {
  const storage = 'Microsoft.Storage/storageAccounts';
  const vault = 'Microsoft.KeyVault/vaults';
  return {
    name: 'public-access',
    displayName: 'No public access to storage and vaults',
    description: 'Denies anonymous blobs, and firewalls that let in whoever is not named.',
    message: 'Storage accounts and vaults of a lake deny by default and have no anonymous blobs.',
    mode: 'All',
    rule: {
      if: {
        anyOf: [
          {
            allOf: [
              is('type', storage),
              {
                anyOf: [
                  is(`${storage}/allowBlobPublicAccess`, true),
                  is(`${storage}/networkAcls.defaultAction`, 'Allow'),
                ],
              },
            ],
          },
          { allOf: [is('type', vault), is(`${vault}/networkAcls.defaultAction`, 'Allow')] },
        ],
      },
      then: { effect: 'deny' },
    },
  };
}

/** What has no owner is billed to nobody. */
export function requireTags(tags: readonly string[]): GuardPolicy {
  return {
    name: 'required-tags',
    displayName: 'Tags of a lake',
    description: `Denies resources without ${tags.join(', ')}.`,
    message: `Every resource of a lake carries ${tags.join(', ')}.`,
    mode: 'Indexed',
    rule: {
      if: {
        allOf: [
          { field: 'type', notIn: UNTAGGED },
          { anyOf: tags.map((tag) => ({ field: `tags['${tag}']`, exists: 'false' })) },
        ],
      },
      then: { effect: 'deny' },
    },
  };
}

/** Data stays where the law that applies to it is known. `global` is where alerts and dashboards are said to be. */
export function allowRegions(regions: readonly string[]): GuardPolicy {
  return {
    name: 'allowed-regions',
    displayName: 'Regions of a lake',
    description: `Denies resources outside ${regions.join(', ')}.`,
    message: `A lake stands in ${regions.join(', ')} only.`,
    mode: 'Indexed',
    rule: {
      if: { field: 'location', notIn: [...regions, 'global'] },
      then: { effect: 'deny' },
    },
  };
}
