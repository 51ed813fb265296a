import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { ServiceError } from './azure-error';
import type { RetryPolicy } from './retry-policy';
import { retryAfterMs } from './transport';

/** What the SDKs' pollers have in common. */
export interface Poller<T> {
  poll(): Promise<unknown>;
  isDone(): boolean;
  getResult(): T | undefined;
}

/** Handed to the SDK with a request, so that its last answer's Retry-After is known. */
export interface Watch {
  readonly onResponse: (response: Pick<PipelineResponse, 'headers'>) => void;
}

/**
 * Follows a long-running operation to its end, looking as often as the service asks.
 *
 * @param what completes "waiting for ...", for example `Spark pool synspbatch to install its packages`
 * @throws ServiceError when it does not end in time; whatever the SDK throws when it failed
 */
export async function settle<T>(
  what: string,
  retryPolicy: RetryPolicy,
  begin: (watch: Watch) => Promise<Poller<T>>,
): Promise<T | undefined> {
  let asked: number | undefined;
  const poller = await begin({
    onResponse: (response) => {
      asked = retryAfterMs(response);
    },
  });
  await waitUntil(what, retryPolicy, async () => {
    if (!poller.isDone()) await poller.poll();
    return poller.isDone() ? { value: true } : { againIn: asked };
  });
  return poller.getResult();
}

/** What one look brought: the end, or when to look again (undefined: as the retry policy has it). */
export type OperationState<T> = { readonly value: T } | { readonly againIn: number | undefined };

/** Looks until there is something to see. @throws ServiceError when that takes too long */
export async function waitUntil<T>(
  what: string,
  retryPolicy: RetryPolicy,
  look: () => Promise<OperationState<T>>,
): Promise<T> {
  const { pollMs, operationTimeoutMs, sleep, onWait } = retryPolicy;
  for (let waited = 0; ;) {
    const seen = await look();
    if ('value' in seen) return seen.value;
    const pause = seen.againIn ?? pollMs;
    waited += pause;
    if (waited > operationTimeoutMs) {
      const failure = { status: undefined, code: 'OperationTimedOut' };
      const remedy = 'Look at it in the portal, where it may still succeed, then run the command again.';
      throw new ServiceError(
        'service-timed-out',
        `gave up waiting for ${what} after ${operationTimeoutMs / 60_000} minutes`,
        remedy,
        failure,
        undefined,
      );
    }
    onWait(`waiting for ${what}`, pause);
    await sleep(pause);
  }
}
