import type { Surroundings } from './target';

/** Of a target on which a release's own files are all that runs. */
export const NO_SURROUNDINGS: Surroundings = {
  plan: async () => [],
  ensure: async () => [],
  prune: async () => [],
};
