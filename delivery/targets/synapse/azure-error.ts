import { UserError } from '../../../shared/errors';

/** What the SDKs' errors have in common (RestError of core-rest-pipeline). */
interface Failure {
  readonly status: number | undefined;
  readonly code: string;
  readonly message: string;
}

/**
 * Runs a call to a service; what goes wrong becomes an error that says what was tried, what the service answered and what
 * to do about it.
 *
 * @param doing completes "could not ...", for example `read the release pointer`
 */
export async function calling<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    const { status, code, message } = failure;
    const answer = [status === undefined ? '' : String(status), code, firstLine(message)].filter((part) => part !== '');
    throw new ServiceError(
      'service-failed',
      `could not ${doing}: ${answer.join(' ')}`,
      remedyOf(failure),
      failure,
      error,
    );
  }
}

/** A service refused, or could not be reached. */
export class ServiceError extends UserError {
  readonly status: number | undefined;
  /** The service's own word for what is wrong, or an empty text. */
  readonly serviceCode: string;

  constructor(
    code: string,
    message: string,
    remedy: string,
    failure: Pick<Failure, 'status' | 'code'>,
    cause: unknown,
  ) {
    super(code, message, remedy);
    this.status = failure.status;
    this.serviceCode = failure.code;
    this.cause = cause;
  }
}

/** @returns the HTTP status behind an error, where there is one */
export function statusOf(error: unknown): number | undefined {
  return failureOf(error)?.status;
}

/** The service's own word for what is wrong (`LeaseAlreadyPresent`, ...), or an empty text. */
export function codeOf(error: unknown): string {
  return failureOf(error)?.code ?? '';
}

function failureOf(error: unknown): Failure | undefined {
  if (error instanceof ServiceError) return { status: error.status, code: error.serviceCode, message: error.message };
  if (!(error instanceof Error) || error instanceof UserError) return undefined;
  const { statusCode, code, details } = error as Error & {
    readonly statusCode?: unknown;
    readonly code?: unknown;
    readonly details?: unknown;
  };
  const status = typeof statusCode === 'number' ? statusCode : undefined;
  // The pollers of the SDKs throw what an operation came to as bare text.
  const ended = OPERATION_FAILED.test(error.message) ? 'OperationFailed' : undefined;
  const word = [nestedCode(details), code, ended].find((candidate) => typeof candidate === 'string') ?? '';
  if (status === undefined && word === '' && !NAMES.test(error.name)) return undefined;
  return { status, code: String(word), message: error.message };
}

const OPERATION_FAILED = /^The long-running operation has (failed|been canceled)/;

/** Of errors that never reached a service. */
const NAMES = /^(RestError|AbortError|AggregateAuthenticationError|AuthenticationError|CredentialUnavailableError)$/;

function nestedCode(details: unknown): unknown {
  if (typeof details !== 'object' || details === null) return undefined;
  const { errorCode, code, error } = details as {
    readonly errorCode?: unknown;
    readonly code?: unknown;
    error?: unknown;
  };
  return errorCode ?? code ?? (error === undefined ? undefined : nestedCode(error));
}

function remedyOf({ status, code, message }: Failure): string {
  if (/Credential|AuthenticationError/.test(code) || /DefaultAzureCredential|CredentialUnavailable/.test(message)) {
    return 'Sign in with `az login`, or set AZURE_CLIENT_ID, AZURE_TENANT_ID and a federated token or secret.';
  }
  if (status === 401) return 'Sign in again: `az login`, or renew the secret or the federated token of the pipeline.';
  if (status === 403 && FIREWALL.test(`${code} ${message}`)) {
    return "Run it from a network that the environment's `network.allowedRanges` names, or add yours and deploy.";
  }
  if (status === 403)
    return "Join the environment's group `access.deployers`; a new role takes up to 30 minutes to work.";
  if (status === 404) return 'Deploy the environment first: `npx cdktf deploy <environment>*`.';
  if (status === 409 || status === 412) return 'Run the command again: the object was changed meanwhile.';
  if (status === 429) return 'Run the command again later: the service is busy.';
  if (code === 'OperationFailed') return 'Fix what the service names, then run the command again.';
  if (status === undefined || status >= 500)
    return 'Look at the network, the proxy and status.azure.com, then run it again.';
  return 'Fix what the service names, then run the command again.';
}

const FIREWALL =
  /AuthorizationFailure|IpAddress|ClientIp|firewall|not authorized to perform this operation|publicNetworkAccess/i;

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
