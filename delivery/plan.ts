import type { Change, DeliveryTarget } from './target';
import type { ReleaseFolder } from './verify';

/** What a publication would change. Reads only. */
export async function planPublication(target: DeliveryTarget, packaged: ReleaseFolder): Promise<readonly Change[]> {
  const [files, beside] = await Promise.all([target.releases.plan(packaged), target.surroundings.plan(packaged)]);
  return [...files, ...beside.filter(precedesPromotion)];
}

/** Nothing is taken away, and no clock started, before the release is active. */
export function precedesPromotion({ action, kind }: Change): boolean {
  return action !== 'delete' && kind !== 'trigger';
}

/** What a promotion would change. Reads only. @throws UserError when the release is not published */
export async function planPromotion(target: DeliveryTarget, release: string): Promise<readonly Change[]> {
  await target.releases.manifest(release);
  const [pointer, beside] = await Promise.all([target.pointer.read(), target.surroundings.plan(release)]);
  const now = pointer?.state.release;
  if (now === release) return beside;
  const reason = now === undefined ? 'no release is active' : `${now} is active`;
  const move: Change = {
    action: now === undefined ? 'create' : 'update',
    kind: 'active release',
    name: release,
    reason,
  };
  return [move, ...beside];
}
