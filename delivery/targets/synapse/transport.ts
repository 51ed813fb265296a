import type { AccessToken } from '@azure/core-auth';
import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import type { RetryPolicy } from './retry-policy';

/** Statuses that a later try may better. */
const PASSING = new Set([408, 429, 500, 502, 503, 504]);
/** Statuses that say that nothing was done. */
const REFUSED = new Set([429, 503]);
/** POSTs that may be sent twice: they read, or set a state that is the same after the second one. */
const REPEATABLE_POST = /\/(query\w*|start|stop|flush|cancel\w*|generateCostDetailsReport)(\?|$)/i;
/** Cost Management says beside Retry-After, or in its place, which of its limits was passed, and until when. */
const LIMITS = ['qpu', 'entity', 'tenant', 'client', 'clienttype'].map(
  (limit) => `x-ms-ratelimit-microsoft.costmanagement-${limit}-retry-after`,
);

/**
 * The way to every service: gives a request its time, waits and tries again where that may help, and signs in anew when a
 * token was not accepted. It stands below the SDKs, whose own retries are off, so that one rule holds for all of them:
 * what is not known to be undone is sent again only if doing it twice is harmless.
 */
export class Transport implements HttpClient {
  constructor(
    private readonly client: HttpClient,
    private readonly retryPolicy: RetryPolicy,
    /** A fresh token for the host that refused one. */
    private readonly renewToken: (url: URL) => Promise<AccessToken | null>,
  ) {}

  async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
    const { attempts, sleep, onWait } = this.retryPolicy;
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.attempt(request);
      const last = attempt >= attempts || request.abortSignal?.aborted === true;
      if ('response' in outcome) {
        const { response } = outcome;
        if (response.status === 401 && !renewed && (await this.signInAgain(request))) {
          renewed = true;
          continue;
        }
        if (last || !mayRepeat(request, response.status)) return response;
        await pause(sleep, onWait, request, `answered ${response.status}`, this.delay(attempt, response));
      } else {
        if (last || !mayRepeat(request, undefined)) throw outcome.error;
        await pause(sleep, onWait, request, messageOf(outcome.error), this.delay(attempt, undefined));
      }
    }
  }

  private async attempt(
    request: PipelineRequest,
  ): Promise<{ readonly response: PipelineResponse } | { readonly error: unknown }> {
    const { requestTimeoutMs } = this.retryPolicy;
    const timed = request.timeout > 0 ? request : copyOf(request, { timeout: requestTimeoutMs });
    try {
      // The SDKs know how to read an answer by the very request they made.
      return { response: { ...(await this.client.sendRequest(timed)), request } };
    } catch (error) {
      const timedOut = isAbort(error) && request.abortSignal?.aborted !== true;
      return { error: timedOut ? new Error(`no answer within ${timed.timeout / 1000} s`, { cause: error }) : error };
    }
  }

  private async signInAgain(request: PipelineRequest): Promise<boolean> {
    if (request.headers.get('authorization')?.startsWith('Bearer ') !== true) return false;
    const token = await this.renewToken(new URL(request.url));
    if (token === null) return false;
    request.headers.set('Authorization', `Bearer ${token.token}`);
    return true;
  }

  private delay(attempt: number, response: PipelineResponse | undefined): number {
    const { firstDelayMs, longestDelayMs } = this.retryPolicy;
    const asked = response === undefined ? undefined : retryAfterMs(response);
    if (asked !== undefined) return asked;
    const most = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
    // Half by chance, so that two publishers that failed together do not come back together.
    return most / 2 + (Math.random() * most) / 2;
  }
}

/** @param status undefined when no answer came */
function mayRepeat({ method, url }: PipelineRequest, status: number | undefined): boolean {
  if (status !== undefined && !PASSING.has(status)) return false;
  return method !== 'POST' || (status !== undefined && REFUSED.has(status)) || REPEATABLE_POST.test(url);
}

async function pause(
  sleep: RetryPolicy['sleep'],
  onWait: RetryPolicy['onWait'],
  { url }: PipelineRequest,
  what: string,
  milliseconds: number,
): Promise<void> {
  onWait(`${new URL(url).host} ${what}, trying again`, milliseconds);
  await sleep(milliseconds);
}

/** As the service asks: milliseconds, seconds, or a date; the longest of several limits. */
export function retryAfterMs({ headers }: Pick<PipelineResponse, 'headers'>): number | undefined {
  const limits = LIMITS.map((name) => Number(headers.get(name) ?? Number.NaN)).filter(Number.isFinite);
  const general = generalRetryAfterMs({ headers });
  if (limits.length === 0) return general;
  return Math.max(general ?? 0, ...limits.map((seconds) => seconds * 1000));
}

function generalRetryAfterMs({ headers }: Pick<PipelineResponse, 'headers'>): number | undefined {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const value = Number(headers.get(name) ?? Number.NaN);
    if (Number.isFinite(value)) return Math.max(0, value);
  }
  const text = headers.get('retry-after');
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const until = Date.parse(text);
  return Number.isNaN(until) ? undefined : Math.max(0, until - Date.now());
}

/** The SDKs keep and reuse their requests, so that ours is a copy. */
export function copyOf(request: PipelineRequest, changes: Partial<PipelineRequest>): PipelineRequest {
  return { ...request, ...changes };
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
