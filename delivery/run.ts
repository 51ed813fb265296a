import type { TableName } from '../contracts/contract';
import { UserError } from '../contracts/errors';
import { suggest } from '../contracts/findings';
import type { RunRequest, RunResult, Target, VersionedPointer } from './target';

/**
 * Runs the active release. The pointer is read once, so that a promotion in the middle does not mix two releases.
 *
 * @param tables names to run; undefined for all
 * @throws UserError when no release is active or a table is unknown
 */
export async function runActive(
  target: Target,
  tables: readonly string[] | undefined,
  { onEvent, onLog }: Pick<RunRequest, 'onEvent' | 'onLog'>,
): Promise<RunResult> {
  const release = await activeRelease(target);
  const { tables: known } = await target.releases.manifest(release);
  const wanted = tables?.map((name) =>
    requireTable(
      name,
      known.map((table) => table.name),
    ),
  );
  return target.run({ release, onEvent, onLog, ...(wanted === undefined ? {} : { tables: wanted }) });
}

/** @throws UserError when nothing was promoted yet */
export async function activeRelease(target: Target): Promise<string> {
  return (await activePointer(target)).state.release;
}

/** @throws UserError when nothing was promoted yet */
export async function activePointer(target: Target): Promise<VersionedPointer> {
  const pointer = await target.pointer.read();
  if (pointer !== undefined) return pointer;
  throw new UserError(
    `no release is active on '${target.name}'`,
    'Run `npx medallion publish`, then `npx medallion promote <id>`; `npm start` does both.',
  );
}

function requireTable(name: string, known: readonly TableName[]): TableName {
  const found = known.find((candidate) => candidate === name);
  if (found !== undefined) return found;
  throw new UserError(`the active release has no table '${name}'`, suggest(name, known));
}
