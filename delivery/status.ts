import type { Change, PointerState, RunRecord, DeliveryTarget } from './target';

/** Everything about a target at a glance. */
export interface TargetStatus {
  readonly target: string;
  /** Null before the first promotion. */
  readonly active: PointerState | null;
  readonly releases: readonly string[];
  /** What a promotion of the active release would set right: empty when all is as it should be. */
  readonly drift: readonly Change[];
  /** Newest first. */
  readonly runs: readonly RunRecord[];
}

const RUNS_SHOWN = 5;

/** Reads only. */
export async function statusOf(target: DeliveryTarget): Promise<TargetStatus> {
  const [pointer, releases, runs] = await Promise.all([
    target.pointer.read(),
    target.releases.list(),
    target.runs(RUNS_SHOWN),
  ]);
  const drift = pointer === undefined ? [] : await target.surroundings.plan(pointer.state.release);
  return { target: target.name, active: pointer?.state ?? null, releases, drift, runs };
}
