/**
 * Cost Management's own rows of a subscription: GenerateCostDetailsReport. The query API sums up by two columns at most, so
 * that it cannot give the lines of a bill; of the official SDK there is only a beta, for the one call that is needed.
 */
import type { PipelineResponse } from '@azure/core-rest-pipeline';
import { UserError } from '../../../shared/errors';
import { isJsonArray, isJsonObject, type Json, type JsonObject, objectAt } from '../../../shared/json';
import { calling, statusOf } from './azure-error';
import { managementScope } from './clouds';
import type { CloudConnection } from './connection';
import { waitUntil } from './operations';
import { parseObject } from './rest';
import { sdks } from './sdks';
import { retryAfterMs } from './transport';

const API_VERSION = '2024-08-01';
const NO_CONTENT = 204;
const ACCEPTED = 202;

/** Days of one month, both included, as `2026-11-01`. */
export interface Days {
  readonly start: string;
  readonly end: string;
}

export interface CostReport {
  /** The service's name of the report. */
  readonly id: string;
  readonly compressed: boolean;
  /** In the order of the service. A link signs for itself, and ends. */
  readonly parts: readonly { readonly link: string; readonly bytes: number | undefined }[];
}

/**
 * Has a report made and waits until it is whole.
 *
 * @throws UserError `costs-forbidden`, `subscription-unknown`, `bill-empty`, `bill-truncated`, `bill-page-repeated`,
 *   `report-failed`, `untrusted-address`
 */
export async function costReport(connection: CloudConnection, subscription: string, days: Days): Promise<CostReport> {
  const { resourceManager } = connection.cloud;
  const path = `/subscriptions/${subscription}/providers/Microsoft.CostManagement/generateCostDetailsReport`;
  const body = { metric: 'ActualCost', timePeriod: { start: days.start, end: days.end } };
  let next = { url: `${resourceManager}${path}?api-version=${API_VERSION}`, body: body as JsonObject | undefined };
  const answer = await waitUntil(`the cost report of ${subscription}`, connection.retryPolicy, async () => {
    const seen = await send(connection, subscription, next.url, next.body);
    if (seen.status !== ACCEPTED) return { value: seen };
    // Where it is not said again, the report is asked for where it was.
    const place = seen.headers.get('location') ?? (next.body === undefined ? next.url : undefined);
    next = { url: trusted(connection, place), body: undefined };
    return { againIn: retryAfterMs(seen) };
  });
  if (answer.status === NO_CONTENT) throw nothingBilled(subscription, days);
  return reportOf(parseObject(answer.bodyAsText), subscription, days);
}

/** Our token goes to the service that was asked, wherever its answer points. */
function trusted({ cloud }: CloudConnection, place: string | undefined): string {
  const url = place === undefined ? undefined : new URL(place, cloud.resourceManager);
  if (url?.origin === cloud.resourceManager) return url.href;
  throw new UserError(
    'untrusted-address',
    `could not fetch the bill: the report is to be at ${place ?? '(no Location)'}`,
    'Look at what the proxy answers.',
  );
}

async function send(
  { credential, transport, cloud }: CloudConnection,
  subscription: string,
  url: string,
  body: JsonObject | undefined,
): Promise<PipelineResponse> {
  try {
    return await calling(`fetch the bill of ${subscription}`, async () => {
      const { createHttpHeaders, createPipelineRequest, RestError } = sdks.restPipeline();
      const token = await credential.getToken(managementScope(cloud));
      const headers = createHttpHeaders({
        // Without a name of its own a client shares the allowance of all that have none.
        ...{ authorization: `Bearer ${token?.token ?? ''}`, accept: 'application/json', ClientType: 'medallion' },
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      });
      const what =
        body === undefined ? ({ method: 'GET' } as const) : { method: 'POST' as const, body: JSON.stringify(body) };
      const answer = await transport.sendRequest(createPipelineRequest({ url, headers, ...what }));
      if (answer.status >= 200 && answer.status < 300) return answer;
      const { code, message } = objectAt(parseObject(answer.bodyAsText), 'error');
      throw new RestError(String(message ?? ''), { statusCode: answer.status, code: String(code ?? '') });
    });
  } catch (error) {
    throw explained(error, subscription);
  }
}

function explained(error: unknown, subscription: string): unknown {
  const status = statusOf(error);
  if (status === 403) {
    return new UserError(
      'costs-forbidden',
      `the costs of ${subscription} may not be read (403)`,
      'Grant Cost Management Reader on the subscription; a new role takes up to 30 minutes to work.',
    );
  }
  if (status !== 404) return error;
  return new UserError(
    'subscription-unknown',
    `there is no subscription ${subscription} for who is signed in (404)`,
    'Look at `az account list`, and sign in to the tenant of the subscription.',
  );
}

function reportOf(answer: JsonObject, subscription: string, days: Days): CostReport {
  const { status, name } = answer;
  if (status === 'NoDataFound') throw nothingBilled(subscription, days);
  const manifest = objectAt(answer, 'manifest');
  if (status !== 'Completed' || !isJsonArray(manifest['blobs'])) {
    const { code, message } = objectAt(answer, 'error');
    const because = [status, code, message].filter((part) => typeof part === 'string').join(' ');
    throw new UserError(
      'report-failed',
      `the cost report of ${subscription} was not made: ${because || 'the answer describes no report'}`,
      'Run the command again; where it fails again, take an export of Cost Management.',
    );
  }
  const parts = manifest['blobs'].map(partOf);
  const [count, distinct] = [manifest['blobCount'], new Set(parts.map(({ link }) => new URL(link).pathname)).size];
  if (distinct < parts.length) {
    throw new UserError('bill-page-repeated', `the cost report of ${subscription} has a file twice`, AGAIN);
  }
  if (parts.length === 0 || (typeof count === 'number' && count !== parts.length)) {
    throw new UserError(
      'bill-truncated',
      `the cost report of ${subscription} lists ${parts.length} of ${String(count)} files`,
      AGAIN,
    );
  }
  return { id: typeof name === 'string' ? name : '', compressed: manifest['compressData'] === true, parts };
}

const AGAIN = 'Run the command again.';

function partOf(blob: Json): CostReport['parts'][number] {
  const { blobLink: link, byteCount: bytes } = isJsonObject(blob) ? blob : {};
  if (typeof link !== 'string' || !URL.canParse(link) || new URL(link).protocol !== 'https:') {
    throw new UserError(
      'untrusted-address',
      'could not fetch the bill: a file of the report has no https address',
      'Look at what the proxy answers.',
    );
  }
  return { link, bytes: typeof bytes === 'number' ? bytes : undefined };
}

function nothingBilled(subscription: string, { start, end }: Days): UserError {
  return new UserError(
    'bill-empty',
    `nothing was billed to ${subscription} from ${start} to ${end}`,
    'Give the subscription of the lake, and a month in which it ran.',
  );
}
