export const TIERS = ['hot', 'cool', 'cold', 'archive'] as const;
export type BlobTier = (typeof TIERS)[number];
export type ByTier = Readonly<Record<BlobTier, number>>;

/** From which age on a file lies in a tier. */
export interface TierStep {
  readonly tier: BlobTier;
  readonly afterDays: number;
}

export function byTier(of: (tier: BlobTier) => number): ByTier {
  return { hot: of('hot'), cool: of('cool'), cold: of('cold'), archive: of('archive') };
}

export function addTiers(one: ByTier, other: ByTier): ByTier {
  return byTier((tier) => one[tier] + other[tier]);
}

export const NO_TIERS: ByTier = byTier(() => 0);
