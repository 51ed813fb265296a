import { UserError } from '../contracts/errors';
import { movePointer, type Promotion } from './promote';
import type { Target } from './target';

/**
 * Makes the release before the active one active again. Twice in a row leads back to where one began.
 *
 * @throws UserError when there is nothing to go back to
 * @throws PointerMoved when somebody else promoted at the same time
 */
export async function rollback(target: Target): Promise<Promotion> {
  const seen = await target.pointer.read();
  const previous = seen?.state.previous ?? null;
  if (previous === null) {
    throw new UserError(
      `there is no release before the active one on '${target.name}'`,
      'Promote a release by its id: `npx medallion promote <id>`.',
    );
  }
  return movePointer(target, seen, previous);
}
