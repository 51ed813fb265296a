import type { TieredFlow } from './lifecycle';
import type { ByTier } from '../simulation/tiers';
import type { SparkUsage, SqlPoolUsage } from '../../environments/usage';

/** Where a quantity comes from. */
export type Origin = 'derived' | 'measured' | 'billed' | 'stated';

/** One quantity of an estimate and how it came about, so that a reviewer can follow it. */
export interface UsageFigure {
  /** For example `spark.synspbatch.hours`. */
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly origin: Origin;
  /** The arithmetic, in words and numbers. */
  readonly how: string;
}

/** What one container holds and does in the month. */
export interface ContainerUsage {
  /** Average of the month, GiB by tier. */
  readonly gib: ByTier;
  readonly writes: number;
  readonly reads: number;
  /** Files that the lifecycle policy moved into a tier. */
  readonly movedFiles: ByTier;
  /** GB (decimal) read out of a tier. */
  readonly retrievedGb: ByTier;
  readonly earlyGibMonths: ByTier;
  /** GB (decimal) written: what a geo-redundant account copies. */
  readonly writtenGb: number;
}

/** All quantities of one environment in one month. What is undefined is not known, and is reported, never taken for 0. */
export interface ResolvedUsage {
  readonly containers: Readonly<Record<string, ContainerUsage>>;
  readonly spark: Readonly<Record<string, SparkUsage>>;
  readonly serverlessSqlTb?: number;
  readonly sqlPools: Readonly<Record<string, SqlPoolUsage>>;
  readonly logAnalyticsGb?: number;
  readonly pipelines?: FactoryUsage;
  readonly keyVaultOperations?: number;
  /** Operations with keys of 3072 bits and more, or elliptic curves. */
  readonly advancedKeyOperations?: number;
  readonly automationMinutes?: number;
  /** GB (decimal) that arrive by upload, which Defender scans. */
  readonly uploadedGb?: number;
  /** GB (decimal) that pass private endpoints. */
  readonly endpointGb?: number;
  /** Deliveries by event, each an event. */
  readonly events?: number;
  /** What flows into containers, for judging lifecycle rules; none where usage is stated. */
  readonly flows?: readonly TieredFlow[];
  readonly figures: readonly UsageFigure[];
}

export interface FactoryUsage {
  readonly activityRuns: number;
  readonly triggerRuns: number;
  readonly externalActivityHours: number;
  /** The same without what is billed after an activity; undefined where that is not known. */
  readonly hoursWithoutTail?: number;
  /** Names of pipelines that nothing starts. */
  readonly inactive: readonly string[];
}
