import { assess, type HealthFinding, type HealthQuestion, type Observation } from './health';
import { PointerMoved } from './pointer-moved';
import { movePointer } from './promote';
import { activePointer } from './run';
import type { DeliveryTarget } from './target';

export interface WatchOptions {
  readonly durationMs: number;
  readonly intervalMs: number;
  /** Whether the release before becomes active again when a target is missed. */
  readonly rollsBack: boolean;
  readonly usdOf: HealthQuestion['usdOf'];
  readonly targets: HealthQuestion['targets'];
  /** Called after every look. */
  readonly onLook: (look: Look) => void;
  readonly clock: Clock;
}

/** Time as the watch sees it; tests bring their own. */
export interface Clock {
  now(): Date;
  sleep(ms: number): Promise<void>;
}

export interface Look {
  readonly at: string;
  /** Runs of the release since it became active. */
  readonly runs: number;
  readonly running: number;
  readonly findings: readonly HealthFinding[];
}

export interface WatchResult extends Look {
  readonly target: string;
  readonly release: string;
  /** `superseded`: somebody made another release active meanwhile, so there is nothing left to watch. */
  readonly verdict: 'healthy' | 'missed' | 'superseded';
  /** ISO 8601, UTC: when the release became active. */
  readonly since: string;
  /** Null where nothing was rolled back: not asked for, not needed, or there is no release before. */
  readonly rolledBackTo: string | null;
}

/** Enough for a day of hourly runs. */
const RUNS_READ = 50;

/**
 * Watches the active release for a while. The first missed target ends the watch: what is wrong does not get better by
 * waiting, and every further run spoils more.
 *
 * @throws UserError when no release is active
 */
export async function watch(target: DeliveryTarget, options: WatchOptions): Promise<WatchResult> {
  const { clock, durationMs, intervalMs, usdOf, targets, onLook } = options;
  const seen = await activePointer(target);
  const { release, at: since, previous } = seen.state;
  const until = clock.now().getTime() + durationMs;
  const question: HealthQuestion = { since, release, usdOf, targets, demandsFreshness: false };
  for (;;) {
    const observation = await observe(target, since, clock.now());
    const look = lookAt(observation, question);
    onLook(look);
    const result = { target: target.name, release, since, rolledBackTo: null, ...look };
    if ((await target.pointer.read())?.etag !== seen.etag) return { ...result, verdict: 'superseded' };
    if (look.findings.some(({ misses }) => misses)) {
      if (!options.rollsBack || previous === null) return { ...result, verdict: 'missed' };
      try {
        await movePointer(target, seen, previous);
      } catch (error) {
        if (error instanceof PointerMoved) return { ...result, verdict: 'superseded' };
        throw error;
      }
      return { ...result, verdict: 'missed', rolledBackTo: previous };
    }
    const left = until - clock.now().getTime();
    if (left <= 0) return { ...result, verdict: 'healthy' };
    await clock.sleep(Math.min(intervalMs, left));
  }
}

/** One look at a target, over the time that is asked for. Reads only. */
export async function observe(target: DeliveryTarget, since: string, now: Date): Promise<Observation> {
  const [runs, lake, alerts] = await Promise.all([target.runs(RUNS_READ), target.lakeData(), target.alerts(since)]);
  return { at: now.toISOString(), runs, lake, alerts };
}

function lookAt(observation: Observation, question: HealthQuestion): Look {
  const own = observation.runs.filter(
    ({ startedAt, release }) => startedAt >= question.since && release === question.release,
  );
  return {
    at: observation.at,
    runs: own.length,
    running: own.filter(({ status }) => status === 'running').length,
    findings: assess(observation, question),
  };
}
