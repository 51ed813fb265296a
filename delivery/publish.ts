import { precedesPromotion } from './plan';
import type { Change, DeliveryTarget } from './target';
import type { ReleaseFolder } from './verify';

export interface Publication {
  readonly release: string;
  readonly outcome: 'published' | 'present';
  /** What was changed beside the release's own files. */
  readonly changes: readonly Change[];
}

/** Brings a packaged release to where it can run. It becomes active by a promotion only. */
export async function publish(target: DeliveryTarget, packaged: ReleaseFolder): Promise<Publication> {
  const release = packaged.release.id;
  const outcome = await target.releases.put(packaged);
  const planned = await target.surroundings.plan(packaged);
  const changes = planned.some(precedesPromotion)
    ? await target.exclusively(() => target.surroundings.ensure(packaged))
    : [];
  return { release, outcome, changes };
}
