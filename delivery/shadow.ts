/** A candidate over the live data without touching it, and the promotion that waits for its verdict. */
import { UserError } from '../shared/errors';
import { movePointer, type Promotion } from './promote';
import type { DeliveryTarget, VersionedPointer } from './target';

export interface TableComparison {
  readonly table: string;
  readonly live_rows: number;
  readonly candidate_rows: number;
  /** Key ranges, of 64, whose checksums differ; zero when the tables hold the same. */
  readonly ranges: number;
  readonly only_live: number;
  readonly only_candidate: number;
  readonly changed: number;
  readonly columns: readonly {
    readonly column: string;
    readonly changed: number;
    readonly nulls_live: number;
    readonly nulls_candidate: number;
    readonly mean_live: number | null;
    readonly mean_candidate: number | null;
  }[];
}

export interface ShadowVerdict {
  readonly candidate: string;
  readonly live: string;
  readonly passed: boolean;
  /** Refusals first. */
  readonly reasons: readonly {
    readonly table: string;
    readonly code: string;
    readonly message: string;
    readonly refuses: boolean;
  }[];
  readonly comparisons: readonly TableComparison[];
  /** What the candidate made anew. */
  readonly tables: readonly {
    readonly table: string;
    readonly status: string;
    readonly rows_in: number;
    readonly accepted: number;
    readonly quarantined: number;
    readonly seconds: number;
  }[];
}

export interface ShadowOptions {
  /** Tables that a person has looked at and lets come out differently. */
  readonly accept: readonly string[];
  readonly onLog: (line: string) => void;
}

/**
 * Runs a published release beside the active one and compares what comes out.
 *
 * @throws UserError when nothing is active, or the candidate is active already
 */
export async function runShadow(
  target: DeliveryTarget,
  candidate: string,
  options: ShadowOptions,
): Promise<ShadowVerdict> {
  return judge(target, await activeBeside(target, candidate), candidate, options);
}

export interface ShadowedPromotion {
  /** Null where there was nothing to compare with: the first release, or the active one again. */
  readonly verdict: ShadowVerdict | null;
  /** Null when the verdict refuses it. */
  readonly promotion: Promotion | null;
}

/**
 * Promotes the candidate if its shadow passes, and if the release it was compared with is still the active one.
 *
 * @throws PointerMoved when somebody else promoted meanwhile
 */
export async function promoteAfterShadow(
  target: DeliveryTarget,
  candidate: string,
  options: ShadowOptions,
): Promise<ShadowedPromotion> {
  const seen = await target.pointer.read();
  if (seen === undefined || seen.state.release === candidate) {
    return { verdict: null, promotion: await movePointer(target, seen, candidate) };
  }
  const verdict = await judge(target, seen, candidate, options);
  return { verdict, promotion: verdict.passed ? await movePointer(target, seen, candidate) : null };
}

async function judge(
  target: DeliveryTarget,
  { state: { release: live } }: VersionedPointer,
  candidate: string,
  { accept, onLog }: ShadowOptions,
): Promise<ShadowVerdict> {
  const accepted = accept.length === 0 ? [] : ['--accept', accept.join(',')];
  const { result } = await target.job({
    release: candidate,
    module: 'medallion.shadow',
    args: ['--live', live, '--scratch', `${target.places.scratch}/shadow`, ...accepted],
    onLog,
  });
  return result as ShadowVerdict;
}

async function activeBeside(target: DeliveryTarget, candidate: string): Promise<VersionedPointer> {
  const active = await target.pointer.read();
  if (active === undefined) {
    throw new UserError(
      'no-active-release',
      `no release is active on '${target.name}', so there is nothing to compare with`,
      `Run \`npx medallion promote ${candidate}\`.`,
    );
  }
  if (active.state.release === candidate) {
    throw new UserError(
      'release-already-active',
      `release '${candidate}' is active already`,
      'Name a release that is published and not active.',
    );
  }
  return active;
}
