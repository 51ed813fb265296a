import { type DebugRequest, requireRunId, type RunDetail } from './run-events';
import { UserError } from '../shared/errors';
import { activeRelease } from './run';
import type { DeliveryTarget } from './target';

/**
 * @param request run and query; both may be left out
 * @throws UserError when no release is active, or the target cannot be asked from here
 */
export async function debugRun(
  target: Pick<DeliveryTarget, 'name' | 'pointer' | 'debug'>,
  request: Omit<DebugRequest, 'release'>,
): Promise<RunDetail> {
  if (target.debug === undefined) {
    throw new UserError(
      'debug-not-supported',
      `runs on '${target.name}' cannot be inspected from this machine`,
      'Read the tables runs and quality of the system container, and VERSION AS OF in a notebook of the workspace.',
    );
  }
  if (request.runId !== undefined) requireRunId(request.runId);
  return target.debug({ release: await activeRelease(target), ...request });
}
