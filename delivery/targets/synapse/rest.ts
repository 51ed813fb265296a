import { UserError } from '../../../shared/errors';
import { isJsonArray, isJsonObject, type Json, type JsonObject, objectAt } from '../../../shared/json';
import { calling } from './azure-error';
import type { SynapseConnection } from './connection';
import { sdks } from './sdks';

/** A call for which no official SDK is worth its size. */
export interface RestCall {
  /** Completes "could not ...". */
  readonly doing: string;
  readonly url: string;
  readonly scope: string;
  /** @default 'GET' */
  readonly method?: 'GET' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  readonly body?: JsonObject;
}

/** @returns the answer's JSON object; an empty one where there is none. @throws ServiceError when the service refuses */
export async function callRest(
  { credential, transport }: SynapseConnection,
  { doing, url, scope, method = 'GET', body }: RestCall,
): Promise<JsonObject> {
  return calling(doing, async () => {
    const { createHttpHeaders, createPipelineRequest, RestError } = sdks.restPipeline();
    const token = await credential.getToken(scope);
    const headers = createHttpHeaders({
      ...{ authorization: `Bearer ${token?.token ?? ''}`, accept: 'application/json' },
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    });
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await transport.sendRequest(createPipelineRequest({ url, method, headers, ...text }));
    const answer = parseObject(response.bodyAsText);
    if (response.status >= 200 && response.status < 300) return answer;
    const { code, message } = objectAt(answer, 'error');
    throw new RestError(String(message ?? ''), { statusCode: response.status, code: String(code ?? '') });
  });
}

/** Every entry of a list that comes in pages. */
export async function listRest(connection: SynapseConnection, call: RestCall): Promise<readonly JsonObject[]> {
  const found: JsonObject[] = [];
  let next: string | undefined = call.url;
  while (next !== undefined) {
    const page: JsonObject = await callRest(connection, { ...call, url: next });
    const { value, nextLink } = page;
    found.push(...(isJsonArray(value) ? value : []).filter(isJsonObject));
    next = typeof nextLink === 'string' && nextLink !== '' ? nextLink : undefined;
    // Our token goes to the service that was asked, wherever its answer points.
    if (next !== undefined && new URL(next).origin !== new URL(call.url).origin) {
      throw new UserError(
        'untrusted-next-page',
        `could not ${call.doing}: the list goes on at ${next}`,
        'Look at what the proxy answers.',
      );
    }
  }
  return found;
}

/** What an answer says; an empty object where it is not one. */
export function parseObject(text: string | null | undefined): JsonObject {
  try {
    const value = JSON.parse(text ?? '') as Json;
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
