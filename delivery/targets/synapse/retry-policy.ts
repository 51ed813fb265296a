/** Timeouts and retry policy for all Azure calls. */
export interface RetryPolicy {
  /** Tries of one request, the first included. */
  readonly attempts: number;
  /** Wait after the first failed try; it doubles with every further one. A service's Retry-After is heeded instead. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** A request that takes longer is given up and tried again. */
  readonly requestTimeoutMs: number;
  /** Between two looks at an operation of which the service does not say when to look again. */
  readonly pollMs: number;
  /** An operation that takes longer is given up. */
  readonly operationTimeoutMs: number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Told what is waited for, so that a person knows. */
  readonly onWait: (what: string, milliseconds: number) => void;
}

/**
 * Seven tries over two minutes outlast a restarting service and a throttling window; a pool takes up to 50 minutes to
 * install a package (the documented limit), hence an hour.
 */
export const RETRY_POLICY: RetryPolicy = {
  attempts: 7,
  firstDelayMs: 1_000,
  longestDelayMs: 60_000,
  requestTimeoutMs: 100_000,
  pollMs: 5_000,
  operationTimeoutMs: 3_600_000,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  onWait: () => undefined,
};
