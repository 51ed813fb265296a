import { hostname, userInfo } from 'node:os';
import { UserError } from '../shared/errors';
import { isReleaseId } from './release';
import type { PointerState } from './target';

/** When nobody wrote down when or who: pointers of before these were kept. */
const UNKNOWN_TIME = '1970-01-01T00:00:00.000Z';
const UNKNOWN_PERSON = 'unknown';

/** The state after `seen`, moved now by whoever runs this process. */
export function nextState(release: string, seen: PointerState | undefined): PointerState {
  return {
    release,
    previous: seen?.release ?? null,
    sequence: (seen?.sequence ?? 0) + 1,
    at: new Date().toISOString(),
    by: promoter(process.env),
  };
}

/** Who moves the pointer: in a pipeline the run that can be looked up, else account and machine. */
export function promoter(environment: Readonly<Record<string, string | undefined>>): string {
  const { GITHUB_ACTOR, GITHUB_RUN_ID, BUILD_REQUESTEDFOR, BUILD_BUILDID } = environment;
  if (GITHUB_ACTOR !== undefined && GITHUB_RUN_ID !== undefined)
    return `${GITHUB_ACTOR} in GitHub run ${GITHUB_RUN_ID}`;
  if (BUILD_BUILDID !== undefined)
    return `${BUILD_REQUESTEDFOR ?? UNKNOWN_PERSON} in Azure DevOps build ${BUILD_BUILDID}`;
  return `${accountName()}@${hostname()}`;
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a number that no account has.
    return UNKNOWN_PERSON;
  }
}

export function serializeState(state: PointerState): string {
  return `${JSON.stringify(state, null, 2)}\n`;
}

/**
 * @param origin where the text comes from, for the message
 * @throws UserError when the text is no release pointer
 */
export function parseState(text: string, origin: string, remedy: string): PointerState {
  const state = readState(text);
  if (state !== undefined) return state;
  throw new UserError('pointer-unreadable', `${origin} is not a release pointer`, remedy);
}

function readState(text: string): PointerState | undefined {
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) return undefined;
  const { release, previous, sequence, at, by } = value as Record<keyof PointerState, unknown>;
  if (typeof release !== 'string' || !isReleaseId(release) || typeof sequence !== 'number') return undefined;
  if (previous !== null && typeof previous !== 'string') return undefined;
  return {
    release,
    previous,
    sequence,
    at: typeof at === 'string' ? at : UNKNOWN_TIME,
    by: typeof by === 'string' ? by : UNKNOWN_PERSON,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
