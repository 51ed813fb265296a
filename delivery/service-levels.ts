/** What a target measures of its own storage, over a period. */
export interface MeasuredServiceLevels {
  /** Share of requests that storage answered; null if no request was made, or nothing measures it. */
  readonly availabilityPercent: number | null;
  /** Requests that storage refused although somebody had signed in; null if nothing measures them. */
  readonly deniedRequests: number | null;
  /** What is not measured, and why; empty if both are. */
  readonly notMeasured: readonly string[];
}

/** For a target whose storage counts nothing. */
export function unmeasured(why: string): MeasuredServiceLevels {
  return {
    availabilityPercent: null,
    deniedRequests: null,
    notMeasured: [`availability: ${why}`, `access violations: ${why}`],
  };
}
