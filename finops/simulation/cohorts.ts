import { byTier, TIERS, type ByTier, type BlobTier, type TierStep } from './tiers';

/** One table or folder of files, as far as what it stores and moves depends on it. */
export interface Flow {
  /** GiB that arrive on the first day. */
  readonly gibPerDay: number;
  /** Percent a month. */
  readonly growthPercent: number;
  /** Share of what is live that MERGE and OPTIMIZE write again each day, 0 to 1; 0 for raw files. */
  readonly rewritten: number;
  /** Ages at which the lifecycle policy moves files, ascending; what is younger lies in `home`. */
  readonly steps: readonly TierStep[];
  /** The account's default tier. */
  readonly home: BlobTier;
  /** Age at which data is deleted. @default - never */
  readonly deleteAfterDays?: number;
  /** Days that a file stays after no version needs it: VACUUM's, then those of soft delete. */
  readonly keptDeadDays: number;
  /** Largest file that writers make. */
  readonly fileMib: number;
  /** Each run writes a file at least. */
  readonly runsPerDay: number;
}

/** What happens in one month. GiB at rest are the average over its days; all else is its sum. */
export interface MonthOfFlow {
  /** Live and dead together, as it is billed. */
  readonly stored: ByTier;
  /** Part of `stored` that no version needs any more. */
  readonly dead: number;
  readonly writtenGib: number;
  readonly rewrittenGib: number;
  readonly filesWritten: number;
  /** Files that the policy moved into a tier: each is one write operation there. */
  readonly movedFiles: ByTier;
  /** GiB x months of a tier's minimum stay that were not stayed. */
  readonly earlyGibMonths: ByTier;
  readonly purgedGib: number;
}

/** What is left at the end: everything that was written is live, dead or purged. */
export interface Simulated {
  readonly months: readonly MonthOfFlow[];
  readonly liveGib: number;
  readonly deadGib: number;
}

export const DAYS_PER_MONTH = 365 / 12;
/** Early deletion is charged by a month of thirty days. */
const EARLY_MONTH = 30;
const MIB_PER_GIB = 1024;

type Days = Readonly<Record<'cool' | 'cold' | 'archive', number>>;

interface Bucket {
  readonly tier: BlobTier;
  readonly from: number;
  readonly until: number;
}

/** Tier by age: `home` until the first step, each step until the next, all until deletion. */
function bucketsOf({ steps, home, deleteAfterDays }: Flow): readonly Bucket[] {
  const end = deleteAfterDays ?? Number.POSITIVE_INFINITY;
  const starts = [{ tier: home, afterDays: 0 }, ...steps].filter(({ afterDays }) => afterDays < end);
  return starts.map(({ tier, afterDays }, index) => ({
    tier,
    from: afterDays,
    until: starts[index + 1]?.afterDays ?? end,
  }));
}

/**
 * Daily cohorts of one flow under its lifecycle policy. A cohort is what was written on one day; rewriting takes the same share
 * of every cohort, so that a cohort of age `a` is `(1 - rewritten)^a` of what it was, and a tier's content changes by what enters
 * and leaves it at its two ages: exact, and constant work a day.
 *
 * @param minimumDays early-deletion rule of each tier, days
 */
export function simulate(flow: Flow, months: number, minimumDays: Days): Simulated {
  const buckets = bucketsOf(flow);
  const days = Math.round(months * DAYS_PER_MONTH);
  const survival = 1 - flow.rewritten;
  const written = new Float64Array(days);
  const live = new Float64Array(buckets.length);
  const dead = new Float64Array(buckets.length);
  const killed = buckets.map(() => new Float64Array(days));
  const result: MonthOfFlow[] = [];
  // What is left of a cohort by its age; computed once, because every day asks for many of them.
  const left = Float64Array.from({ length: days + 1 }, (_, age) => survival ** age);
  const entering = (day: number, age: number): number =>
    day >= age ? (written[day - age] ?? 0) * (left[age] ?? 0) : 0;
  let month = new MonthSum();
  let filesIn = 1;
  for (let day = 0; day < days; day++) {
    const ingested = flow.gibPerDay * (1 + flow.growthPercent / 100) ** (day / DAYS_PER_MONTH);
    let rewritten = 0;
    buckets.forEach((_, index) => {
      const gone = (live[index] ?? 0) * flow.rewritten;
      rewritten += gone;
      live[index] = (live[index] ?? 0) - gone;
      kill(index, day, gone);
    });
    written[day] = ingested + rewritten;
    const ingestedFiles = ingested > 0 ? Math.max((ingested * MIB_PER_GIB) / flow.fileMib, flow.runsPerDay) : 0;
    if (ingestedFiles > 0) filesIn = ingestedFiles / ingested;
    // What is compacted moves in full files, what is not in the files it came in.
    const filesPerGib = flow.rewritten > 0 ? MIB_PER_GIB / flow.fileMib : filesIn;
    month.writtenGib += ingested + rewritten;
    month.rewrittenGib += rewritten;
    month.files += ingestedFiles + (rewritten * MIB_PER_GIB) / flow.fileMib;
    buckets.forEach(({ tier, from, until }, index) => {
      const enters = entering(day, from);
      const leaves = entering(day, until);
      live[index] = Math.max((live[index] ?? 0) + enters - leaves, 0);
      if (index > 0) month.moved[tier] += enters * filesPerGib;
      if (leaves > 0) {
        const isDeleted = index === buckets.length - 1;
        month.early[tier] +=
          (leaves * unstayed(tier, until - from + (isDeleted ? flow.keptDeadDays : 0))) / EARLY_MONTH;
        if (isDeleted) kill(index, day, leaves);
      }
      month.early[tier] += earlyRewrites(day, index);
      const purged = day >= flow.keptDeadDays ? (killed[index]?.[day - flow.keptDeadDays] ?? 0) : 0;
      dead[index] = Math.max((dead[index] ?? 0) - purged, 0);
      month.purged += purged;
      month.stored[tier] += (live[index] ?? 0) + (dead[index] ?? 0);
      month.dead += dead[index] ?? 0;
    });
    month.days++;
    if (Math.floor((day + 1) / DAYS_PER_MONTH + 1e-9) > result.length || day === days - 1) {
      result.push(month.done());
      month = new MonthSum();
    }
  }
  return { months: result, liveGib: sum(live), deadGib: sum(dead) };

  function kill(index: number, day: number, gib: number): void {
    const list = killed[index];
    if (list === undefined) return;
    list[day] = (list[day] ?? 0) + gib;
    dead[index] = (dead[index] ?? 0) + gib;
  }

  function unstayed(tier: BlobTier, stayed: number): number {
    return tier === 'hot' ? 0 : Math.max(minimumDays[tier] - stayed, 0);
  }

  /** GiB-months that rewriting takes out of a tier before its minimum stay is over. */
  function earlyRewrites(day: number, index: number): number {
    const bucket = buckets[index];
    if (bucket === undefined || bucket.tier === 'hot' || flow.rewritten === 0) return 0;
    const longest = Math.min(minimumDays[bucket.tier] - flow.keptDeadDays, bucket.until - bucket.from);
    let total = 0;
    for (let stayed = 0; stayed < longest; stayed++) {
      const gib = entering(day - 1, bucket.from + stayed) * flow.rewritten;
      total += (gib * unstayed(bucket.tier, stayed + flow.keptDeadDays)) / EARLY_MONTH;
    }
    return total;
  }
}

class MonthSum {
  readonly stored: Record<BlobTier, number> = { ...byTier(() => 0) };
  readonly moved: Record<BlobTier, number> = { ...byTier(() => 0) };
  readonly early: Record<BlobTier, number> = { ...byTier(() => 0) };
  writtenGib = 0;
  rewrittenGib = 0;
  files = 0;
  dead = 0;
  purged = 0;
  days = 0;

  done(): MonthOfFlow {
    const days = Math.max(this.days, 1);
    return {
      stored: byTier((tier) => this.stored[tier] / days),
      dead: this.dead / days,
      writtenGib: this.writtenGib,
      rewrittenGib: this.rewrittenGib,
      filesWritten: this.files,
      movedFiles: byTier((tier) => this.moved[tier]),
      earlyGibMonths: byTier((tier) => this.early[tier]),
      purgedGib: this.purged,
    };
  }
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

/** All tiers of a month together. */
export function storedGib({ stored }: MonthOfFlow): number {
  return TIERS.reduce((total, tier) => total + stored[tier], 0);
}
