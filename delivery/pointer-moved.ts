import { UserError } from '../shared/errors';

/** Somebody else changed the release pointer between reading and writing it. */
export class PointerMoved extends UserError {
  constructor(target: string, now: string | undefined) {
    super(
      'pointer-moved',
      `the active release of '${target}' was changed by someone else meanwhile; it is ${now ?? 'none'} now`,
      'Look at what was promoted, then promote or roll back again if it is still what you want.',
    );
  }
}
