import type { Target } from './target';
import type { ReleaseFolder } from './verify';

export interface Publication {
  readonly release: string;
  readonly outcome: 'published' | 'present';
}

/** Brings a packaged release to where it can run. It becomes active by a promotion only. */
export async function publish(target: Target, packaged: ReleaseFolder): Promise<Publication> {
  return { release: packaged.release.id, outcome: await target.releases.put(packaged) };
}
