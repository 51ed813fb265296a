import { PACK_NAMES, PACK_OUTPUT, type PackName } from '../environments/settings/policy-pack';
import type { SynthesizedStack } from '../synthesized/stack';

export { PACK_NAMES, type PackName };

/** By the first word of an environment's name, so that `prod-eu` is held to what `prod` is. */
const PACK_BY_ENVIRONMENT: Readonly<Record<string, PackName>> = {
  dev: 'baseline',
  staging: 'production',
  prod: 'production',
};

/**
 * The pack of an environment that states none. An environment with another name is held to every rule: leaving one out is a
 * decision.
 */
export function packOf(environment: string): PackName {
  return PACK_BY_ENVIRONMENT[environment.split('-')[0] ?? ''] ?? 'regulated';
}

/** The pack that a stack states (`policyPack` of its environment), or that of its name. A name that is no pack states nothing. */
export function packOfStack({ environment, parts }: Pick<SynthesizedStack, 'environment' | 'parts'>): PackName {
  const stated = parts.find(({ address }) => address === `output.${PACK_OUTPUT}`)?.body['value'];
  return PACK_NAMES.find((name) => name === stated) ?? packOf(environment);
}

/** Whether a pack holds what enters with `first`. */
export function holds(pack: PackName, first: PackName): boolean {
  return PACK_NAMES.indexOf(first) <= PACK_NAMES.indexOf(pack);
}

/** Whether a waiver of a rule that is not waivable is void there. */
export function forbidsWaivers(environment: string): boolean {
  return environment.split('-')[0] === 'prod';
}
