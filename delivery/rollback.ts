import { UserError } from '../shared/errors';
import { movePointer, type Promotion } from './promote';
import { activePointer } from './run';
import { requireRunId } from './run-events';
import type { DeliveryTarget, VersionedPointer } from './target';

/**
 * Makes the release before the active one active again. Twice in a row leads back to where one began.
 *
 * @throws UserError when there is nothing to go back to
 * @throws PointerMoved when somebody else promoted at the same time
 */
export async function rollback(target: DeliveryTarget): Promise<Promotion> {
  const { seen, previous } = requirePrevious(target, await target.pointer.read());
  return movePointer(target, seen, previous);
}

export interface DataRollback {
  /** Gold as it was when this run had ended. @default - the last run of the release before the active one */
  readonly run?: string;
  /** @default - every gold table */
  readonly tables?: readonly string[];
  /** Compares and writes nothing. @default false */
  readonly dryRun?: boolean;
  readonly onLog: (line: string) => void;
}

/** Versions of one table; `restored` is false where it stands as it stood then. */
export interface RolledBackTable {
  readonly table: string;
  readonly found: number;
  readonly wanted: number;
  readonly restored: boolean;
}

export interface RolledBackData {
  readonly run_id: string;
  readonly tables: readonly RolledBackTable[];
}

/**
 * Makes gold tables read as they did when a run had ended, as one more version each. The pointer stays where it is.
 *
 * @throws UserError when no run is named and there is no release before the active one
 * @throws EngineError for a table that is not of gold, or whose old version has been cleaned away
 */
export async function rollbackData(target: DeliveryTarget, options: DataRollback): Promise<RolledBackData> {
  const { run, tables, dryRun = false, onLog } = options;
  const pointer = await activePointer(target);
  const which =
    run === undefined ? ['--run-of', requirePrevious(target, pointer).previous] : ['--run', requireRunId(run)];
  const args = [
    ...which,
    ...(tables === undefined ? [] : ['--tables', tables.join(',')]),
    ...(dryRun ? ['--dry-run'] : []),
  ];
  const { release } = pointer.state;
  return (await target.job({ release, module: 'medallion.rollback', args, onLog })).result as RolledBackData;
}

function requirePrevious(
  target: DeliveryTarget,
  seen: VersionedPointer | undefined,
): { readonly seen: VersionedPointer; readonly previous: string } {
  const previous = seen?.state.previous ?? null;
  if (seen !== undefined && previous !== null) return { seen, previous };
  throw new UserError(
    'no-earlier-release',
    `there is no release before the active one on '${target.name}'`,
    'Promote a release by its id: `npx medallion promote <id>`.',
  );
}
