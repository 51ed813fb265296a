/** How a lake is doing since a moment, held against the figures it has to hold. Pure: what was observed goes in. */
import type { Layer } from '../contracts/contract';
import type { ServiceTargets } from '../environments/settings/targets';
import type { LakeData, QualityResult, TableRun } from './lake-data';
import type { MeasuredServiceLevels } from './service-levels';
import type { FiredAlert, RunRecord } from './target';

/** What a look at a target brings back. */
export interface Observation {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Newest first. */
  readonly runs: readonly RunRecord[];
  /** Undefined before the first run. */
  readonly lake: LakeData | undefined;
  readonly alerts: readonly FiredAlert[];
  /** Undefined where nobody asked: a watched release does not make storage fail. */
  readonly levels?: MeasuredServiceLevels;
}

/** One figure that was looked at. `misses` fails a deployment; other findings are for people to know. */
export interface HealthFinding {
  readonly figure: string;
  readonly value: string;
  readonly allowed: string;
  readonly misses: boolean;
}

export interface HealthQuestion {
  /** ISO 8601, UTC: only what happened from then on is judged. */
  readonly since: string;
  /** Only runs of this release. @default - any release */
  readonly release?: string;
  /** Figures that the environment declares. */
  readonly targets: ServiceTargets;
  /** US dollars of so many seconds of work. */
  readonly usdOf: (seconds: number) => number;
  /** Whether a lake without a run in the time that data may be old misses its target. */
  readonly demandsFreshness: boolean;
}

/** A run has to be this much slower than those of the release before it to be worth a word, and by a minute at least. */
const SLOWER_BY = 2;
const SLOWER_SECONDS = 60;
const MS_PER_HOUR = 3_600_000;

export function assess(
  { at, runs, lake, alerts, levels }: Observation,
  question: HealthQuestion,
): readonly HealthFinding[] {
  const recent = runs.filter((run) => run.startedAt >= question.since && isOf(run.release, question.release));
  const tables = (lake?.runs ?? []).filter(
    (run) => run.startedAt >= question.since && isOf(run.releaseId, question.release),
  );
  const ids = new Set(tables.map(({ runId }) => runId));
  const quality = (lake?.quality ?? []).filter(({ runId }) => ids.has(runId));
  const { targets } = question;
  return [
    ...recent.flatMap(failedRun),
    ...alerts.map(({ name, firedAt }) => miss(`alert ${name}`, `fired at ${firedAt}`, 'none')),
    ...layerTimes(tables, targets),
    ...runCosts(tables, question),
    ...failedChecks(quality),
    ...passShare('schema pass', 'conformity', quality, targets.schemaPassPercent),
    ...passShare('completeness', 'completeness', quality, targets.completenessPercent),
    ...storageLevels(levels, targets),
    ...(question.demandsFreshness ? freshness(at, lake, targets) : []),
    ...(question.release === undefined ? [] : slower(tables, lake?.runs ?? [], question.release)),
  ];
}

function storageLevels(
  levels: MeasuredServiceLevels | undefined,
  { availabilityPercent, accessViolations }: ServiceTargets,
): readonly HealthFinding[] {
  const { availabilityPercent: share = null, deniedRequests: denied = null } = levels ?? {};
  return [
    ...(share === null || share > availabilityPercent
      ? []
      : [miss('availability', `${share.toFixed(3)} %`, `above ${availabilityPercent} %`)]),
    ...(denied === null || denied <= accessViolations
      ? []
      : [miss('access violations', `${denied} requests were refused`, `${accessViolations}`)]),
  ];
}

function isOf(release: string | null, wanted: string | undefined): boolean {
  return wanted === undefined || release === null || release === wanted;
}

function miss(figure: string, value: string, allowed: string): HealthFinding {
  return { figure, value, allowed, misses: true };
}

function failedRun({ runId, status, failures }: RunRecord): readonly HealthFinding[] {
  return status === 'failed' ? [miss(`run ${runId}`, failures.join('; ') || 'failed', 'succeeded')] : [];
}

function layerTimes(tables: readonly TableRun[], { layerMinutes }: ServiceTargets): readonly HealthFinding[] {
  return runIds(tables).flatMap((id) =>
    (Object.entries(layerMinutes) as [Layer, number][]).flatMap(([layer, minutes]) => {
      const own = tables.filter((run) => run.runId === id && run.layer === layer);
      const seconds = own.reduce((sum, run) => sum + run.seconds, 0);
      return seconds > minutes * 60
        ? [miss(`${layer} of run ${id}`, `${(seconds / 60).toFixed(1)} min`, `below ${minutes} min`)]
        : [];
    }),
  );
}

function runCosts(tables: readonly TableRun[], { usdOf, targets }: HealthQuestion): readonly HealthFinding[] {
  return runIds(tables).flatMap((id) => {
    const seconds = tables.filter(({ runId }) => runId === id).reduce((sum, run) => sum + run.seconds, 0);
    const usd = usdOf(seconds);
    return usd > targets.usdPerRun
      ? [miss(`cost of run ${id}`, `$${usd.toFixed(2)}`, `below $${targets.usdPerRun}`)]
      : [];
  });
}

function failedChecks(quality: readonly QualityResult[]): readonly HealthFinding[] {
  return quality
    .filter(({ passed, severity }) => !passed && severity === 'error')
    .map(({ table, checkId, failed, evaluated }) =>
      miss(`${table} ${checkId}`, `${failed} of ${evaluated} fail`, 'passes'),
    );
}

function passShare(
  figure: string,
  dimension: string,
  quality: readonly QualityResult[],
  leastPercent: number,
): readonly HealthFinding[] {
  const own = quality.filter((result) => result.dimension === dimension);
  const evaluated = own.reduce((sum, result) => sum + result.evaluated, 0);
  if (evaluated === 0) return [];
  const percent = 100 * (1 - own.reduce((sum, result) => sum + result.failed, 0) / evaluated);
  return percent > leastPercent ? [] : [miss(figure, `${percent.toFixed(2)} %`, `above ${leastPercent} %`)];
}

function freshness(
  at: string,
  lake: LakeData | undefined,
  { freshnessHours }: ServiceTargets,
): readonly HealthFinding[] {
  const ended = (lake?.runs ?? [])
    .filter(({ status }) => status === 'succeeded')
    .map(({ startedAt, seconds }) => Date.parse(startedAt) + seconds * 1000);
  if (ended.length === 0) return [miss('freshness', 'nothing has run yet', `below ${freshnessHours} h`)];
  const hours = (Date.parse(at) - Math.max(...ended)) / MS_PER_HOUR;
  return hours < freshnessHours
    ? []
    : [miss('freshness', `${hours.toFixed(1)} h since anything changed`, `below ${freshnessHours} h`)];
}

/** Against the newest release before this one whose runs all succeeded, by what a table takes at most. */
function slower(tables: readonly TableRun[], all: readonly TableRun[], release: string): readonly HealthFinding[] {
  const others = [...new Set(all.filter(({ releaseId }) => releaseId !== release).map(({ releaseId }) => releaseId))];
  const good = others
    .reverse()
    .find((id) => all.every((run) => run.releaseId !== id || run.status === 'succeeded' || run.status === 'unchanged'));
  if (good === undefined) return [];
  const longest = (runs: readonly TableRun[], table: string) =>
    Math.max(0, ...runs.filter((run) => run.table === table).map(({ seconds }) => seconds));
  const before = all.filter(({ releaseId }) => releaseId === good);
  return [...new Set(tables.map(({ table }) => table))].flatMap((table) => {
    const [now, then] = [longest(tables, table), longest(before, table)];
    const isSlower = then > 0 && now > then * SLOWER_BY && now - then > SLOWER_SECONDS;
    const value = `${now.toFixed(0)} s, ${then.toFixed(0)} s with release ${good}`;
    return isSlower ? [{ figure: `time of ${table}`, value, allowed: `below ${SLOWER_BY} times`, misses: false }] : [];
  });
}

function runIds(tables: readonly TableRun[]): readonly string[] {
  return [...new Set(tables.map(({ runId }) => runId))];
}
