/** Redundancies of a storage account, the least first (Azure Storage redundancy documentation). */
export const REPLICATIONS = ['LRS', 'GRS', 'RAGRS', 'ZRS', 'GZRS', 'RAGZRS'] as const;
export type Replication = (typeof REPLICATIONS)[number];

/** Spread over the zones of a region: such an account has no archive tier, and no way in or out without a replacement. */
export const ZONAL: readonly Replication[] = ['ZRS', 'GZRS', 'RAGZRS'];

/** Copied to the paired region. */
export const GEO_REDUNDANT: readonly Replication[] = ['GRS', 'RAGRS', 'GZRS', 'RAGZRS'];

export function isZonal(replication: unknown): boolean {
  return ZONAL.some((one) => one === replication);
}
