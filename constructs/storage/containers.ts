import type { StorageLayer } from '../../environments/settings/storage';

/**
 * The containers of a lake: raw deliveries, the three layers, what the lake knows about itself, releases of its jobs, and
 * evidence that nobody may change.
 */
export const CONTAINERS = ['landing', 'bronze', 'silver', 'gold', 'system', 'releases', 'audit'] as const;
export type ContainerName = (typeof CONTAINERS)[number];

/** Files as delivered; every other container of data holds Delta tables. */
export const RAW_CONTAINER: ContainerName = 'landing';

/** What one tenant has of its own: its ledger and quarantine hold its rows as well. */
export const TENANT_CONTAINERS = [
  'landing',
  'bronze',
  'silver',
  'gold',
  'system',
] as const satisfies readonly ContainerName[];
export type TenantContainer = (typeof TENANT_CONTAINERS)[number];

/** With an account a layer, the account that holds a container. */
export const LAYER_OF: Readonly<Record<ContainerName, StorageLayer>> = {
  landing: 'landing',
  bronze: 'bronze',
  silver: 'silver',
  gold: 'gold',
  system: 'system',
  releases: 'system',
  audit: 'system',
};

/** The one container of the account that backups go to. */
export const BACKUP_CONTAINER = 'backup';

/** One container of an account. */
export interface ContainerSpec {
  readonly layer: ContainerName | typeof BACKUP_CONTAINER;
  /** Whose data it holds. @default - no tenant: it belongs to the lake */
  readonly tenant?: string;
}

/** `gold`, or `acme-gold` of a tenant. */
export function containerName({ layer, tenant }: ContainerSpec): string {
  return tenant === undefined ? layer : `${tenant}-${layer}`;
}
