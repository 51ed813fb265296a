import type { TableName } from '../contracts/contract';
import { UserError } from '../shared/errors';
import { suggest } from '../shared/suggest';
import type { RunMode, RunRequest, RunResult, DeliveryTarget, VersionedPointer } from './target';

/** How a run is to go, as a person says it: table names are not checked yet. */
export interface RunManner {
  readonly parallel?: number;
  readonly mode?:
    | Exclude<RunMode, { readonly kind: 'full-refresh' }>
    | { readonly kind: 'full-refresh'; readonly tables: readonly string[] };
}

/**
 * Runs the active release. The pointer is read once, so that a promotion in the middle does not mix two releases.
 *
 * @param tables names to run; undefined for all
 * @throws UserError when no release is active or a table is unknown
 */
export async function runActive(
  target: DeliveryTarget,
  tables: readonly string[] | undefined,
  { onEvent, onLog }: Pick<RunRequest, 'onEvent' | 'onLog'>,
  how: RunManner = {},
): Promise<RunResult> {
  const release = await activeRelease(target);
  const manifest = await target.releases.manifest(release);
  const known = manifest.tables.map((table) => table.name);
  const wanted = tables?.map((name) => requireTable(name, known));
  const { parallel, mode } = how;
  return target.run({
    release,
    onEvent,
    onLog,
    ...(wanted === undefined ? {} : { tables: wanted }),
    ...(parallel === undefined ? {} : { parallel }),
    ...(mode === undefined ? {} : { mode: modeOf(mode, known) }),
  });
}

/** @throws UserError when nothing was promoted yet */
export async function activeRelease(target: Pick<DeliveryTarget, 'name' | 'pointer'>): Promise<string> {
  return (await activePointer(target)).state.release;
}

/** @throws UserError when nothing was promoted yet */
export async function activePointer(target: Pick<DeliveryTarget, 'name' | 'pointer'>): Promise<VersionedPointer> {
  const pointer = await target.pointer.read();
  if (pointer !== undefined) return pointer;
  throw new UserError(
    'no-active-release',
    `no release is active on '${target.name}'`,
    'Run `npx medallion publish`, then `npx medallion promote <id>`; `npm start` does both.',
  );
}

function modeOf(mode: NonNullable<RunManner['mode']>, known: readonly TableName[]): RunMode {
  if (mode.kind !== 'full-refresh') return mode;
  return { kind: mode.kind, tables: mode.tables.map((name) => requireTable(name, known)) };
}

function requireTable(name: string, known: readonly TableName[]): TableName {
  const found = known.find((candidate) => candidate === name);
  if (found !== undefined) return found;
  throw new UserError('unknown-table', `the active release has no table '${name}'`, suggest(name, known));
}
