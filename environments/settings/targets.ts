import type { Layer } from '../../contracts/contract';

/** The figures a lake has to hold. Alerts, the report and a watched deployment all read them here. */
export interface ServiceTargets {
  /** US dollars that storage may cost in a month, capacity and operations together. */
  readonly storageUsdPerMonth: number;
  /** US dollars that one run of the pipeline may cost. */
  readonly usdPerRun: number;
  /** US dollars that the engine's own work on a terabyte (decimal) of deliveries may cost: vCores while tables are at work. */
  readonly usdPerTerabyte: number;
  /**
   * US dollars that a landed terabyte may cost with all that is paid for it: pools with start-up, smallest size and idle tail, Data
   * Factory, storage operations, logs. Follows from how much lands, so that each environment has its own.
   */
  readonly usdPerLandedTerabyte: number;
  /** Minutes from the first to the last table of a layer in one run. */
  readonly layerMinutes: Readonly<Record<Layer, number>>;
  /** Share of rows that fit the schema of their contract. */
  readonly schemaPassPercent: number;
  /** Share of required values that are there. */
  readonly completenessPercent: number;
  /** Hours after which the lake has to have been brought up to date again. */
  readonly freshnessHours: number;
  /** Share of pipeline runs that succeed. */
  readonly pipelineSuccessPercent: number;
  /** Share of storage requests that are answered. */
  readonly availabilityPercent: number;
  /** Share of the columns found to hold personal data of which their contract says so. */
  readonly piiCoveragePercent: number;
  /** Denied requests within a quarter of an hour. */
  readonly accessViolations: number;
}

export const TARGETS: ServiceTargets = {
  storageUsdPerMonth: 5000,
  usdPerRun: 50,
  usdPerTerabyte: 10,
  // The estimate of prod implies 3,800 at half a terabyte a month; half as much again is worth a look.
  usdPerLandedTerabyte: 6000,
  layerMinutes: { bronze: 5, silver: 15, gold: 30 },
  schemaPassPercent: 99,
  completenessPercent: 98,
  freshnessHours: 1,
  pipelineSuccessPercent: 99.5,
  availabilityPercent: 99.9,
  piiCoveragePercent: 100,
  accessViolations: 0,
};
