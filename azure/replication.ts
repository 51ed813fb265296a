export const REPLICATIONS = ['LRS', 'GRS', 'RAGRS', 'ZRS', 'GZRS', 'RAGZRS'] as const;

export type Replication = (typeof REPLICATIONS)[number];
