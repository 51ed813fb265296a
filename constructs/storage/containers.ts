/** The containers of a lake: raw deliveries, the three layers, what the lake knows about itself, and releases of its jobs. */
export const CONTAINERS = ['landing', 'bronze', 'silver', 'gold', 'system', 'releases'] as const;
export type ContainerName = (typeof CONTAINERS)[number];

/** Files as delivered; every other container of data holds Delta tables. */
export const RAW_CONTAINER: ContainerName = 'landing';
