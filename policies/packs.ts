/** Each pack holds the one before it, and more. */
export const PACK_NAMES = ['baseline', 'production', 'regulated'] as const;
export type PackName = (typeof PACK_NAMES)[number];

/** By the first word of an environment's name, so that `prod-eu` is held to what `prod` is. */
const PACK_BY_ENVIRONMENT: Readonly<Record<string, PackName>> = {
  dev: 'baseline',
  staging: 'production',
  prod: 'production',
};

/** The pack of an environment. An environment with another name is held to every rule: leaving one out is a decision. */
export function packOf(environment: string): PackName {
  return PACK_BY_ENVIRONMENT[environment.split('-')[0] ?? ''] ?? 'regulated';
}

/** Whether a pack holds what enters with `first`. */
export function holds(pack: PackName, first: PackName): boolean {
  return PACK_NAMES.indexOf(first) <= PACK_NAMES.indexOf(pack);
}

/** Whether a waiver of a rule that is not waivable is void there. */
export function forbidsWaivers(environment: string): boolean {
  return environment.split('-')[0] === 'prod';
}
