/** Rules that a lake is held to; each pack holds the one before it, and more. */
export const PACK_NAMES = ['baseline', 'production', 'regulated'] as const;
export type PackName = (typeof PACK_NAMES)[number];

/** The output of a stack that says its pack, so that a review of the JSON alone knows it. */
export const PACK_OUTPUT = 'policy-pack';
